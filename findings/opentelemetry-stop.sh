#!/usr/bin/env bash
# OpenTelemetry 1.20.1 for .NET: a host whose collector takes connections and does not answer needs 10 to 15 s to stop, whatever HostOptions.ShutdownTimeout
# says. Its three providers are shut down when the container is disposed of, after the host has stopped, one after the other, each for up to 5 s.
# Seen: "stopped in 0.0 s, disposed of in 12.7 s" with a ShutdownTimeout of 1 s.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > stop.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk.Web">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="OpenTelemetry.Extensions.Hosting" Version="1.20.1" />
    <PackageReference Include="OpenTelemetry.Exporter.OpenTelemetryProtocol" Version="1.20.1" />
  </ItemGroup>
</Project>
PROJECT

cat > Program.cs <<'PROGRAM'
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using OpenTelemetry;
using OpenTelemetry.Trace;

var collector = new TcpListener(IPAddress.Loopback, 0);
collector.Start();
var taken = new List<TcpClient>();
_ = Task.Run(async () =>
{
    while (true)
    {
        taken.Add(await collector.AcceptTcpClientAsync());
    }
});

var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://{collector.LocalEndpoint}";
builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource("some")).WithMetrics(metrics => metrics.AddMeter("System.Runtime")).UseOtlpExporter();
var host = builder.Build();
await host.StartAsync();
using (var source = new ActivitySource("some"))
{
    source.StartActivity("span")?.Dispose();
}

var clock = Stopwatch.StartNew();
await host.StopAsync();
var stopped = clock.Elapsed;
host.Dispose();
var disposed = clock.Elapsed - stopped;
Console.WriteLine($"stopped in {stopped.TotalSeconds:0.0} s, disposed of in {disposed.TotalSeconds:0.0} s");
return disposed > TimeSpan.FromSeconds(10) ? 0 : 1;
PROGRAM

dotnet run
