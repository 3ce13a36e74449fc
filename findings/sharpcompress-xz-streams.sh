#!/usr/bin/env bash
# SharpCompress 0.50.8 (NuGet), .NET 10.0 (SDK 10.0.401); python3 packs the sample.
#
# A file of several .xz streams one behind the other is one valid file (xz-file-format 2: "a file contains one or more Streams"): `cat a.xz b.xz`
# makes one, and so does a log that is packed piece by piece; xz and Python read all of it. Guess: that XZStream does, or throws at what it does not
# know. Seen: it gives the first stream, then the end of the file, without an error; the bytes behind are left unread in the stream beneath it, which
# is the only sign. By contrast a GZipStream of .NET reads all members of a gzip file.
#
# Exits 0 while that is so, and 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > streams.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="SharpCompress" Version="[0.50.8]" />
  </ItemGroup>
</Project>
PROJECT

cat > Program.cs <<'PROGRAM'
using System.IO.Compression;
using SharpCompress.Compressors.Xz;

using var file = File.OpenRead("two.xz");
using var xz = new StreamReader(new XZStream(file));
Console.WriteLine($"xz: {xz.ReadToEnd().ReplaceLineEndings(",")} {(file.Position < file.Length ? "and bytes are left" : "and nothing is left")}");

using var gzip = new StreamReader(new GZipStream(File.OpenRead("two.gz"), CompressionMode.Decompress));
Console.WriteLine($"gzip: {gzip.ReadToEnd().ReplaceLineEndings(",")}");
PROGRAM

python3 - <<'SAMPLE'
import gzip, lzma
open("two.xz", "wb").write(lzma.compress(b"first\n") + lzma.compress(b"second\n"))
open("two.gz", "wb").write(gzip.compress(b"first\n") + gzip.compress(b"second\n"))
print("Python reads of the .xz:", lzma.open("two.xz").read().split())
SAMPLE

expected='xz: first, and bytes are left
gzip: first,second,'
actual=$(dotnet run --verbosity quiet)
echo "$actual"
[ "$actual" = "$expected" ]
