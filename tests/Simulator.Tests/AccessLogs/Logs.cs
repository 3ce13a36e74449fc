using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Affluence.Simulator.Tests.AccessLogs;

/// <summary>Makes lines and files of logs.</summary>
internal static class Logs
{
    public const string Browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/54.0.2840.87 Safari/537.36";

    public static readonly DateTimeOffset Evening = new(2016, 11, 8, 23, 0, 0, TimeSpan.FromHours(-5));

    public static string Combined(
        DateTimeOffset at, string address = "1.2.3.4", string path = "/en", int status = 200, string userAgent = Browser, string method = "GET") =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{address} - - [{Clf(at)}] \"{method} {path} HTTP/1.1\" {status} 5120 \"-\" \"{userAgent}\"");

    public static string Clf(DateTimeOffset at) =>
        at.ToString("dd/MMM/yyyy:HH:mm:ss ", CultureInfo.InvariantCulture) + at.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal);

    public static byte[] Bytes(IEnumerable<string> lines, string end = "\n") => Encoding.Latin1.GetBytes(string.Concat(lines.Select(line => line + end)));

    public static byte[] Gzip(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
