#!/usr/bin/env bash
# .NET 10.0 (SDK 10.0.401), no package needed.
#
# Without ICU (InvariantGlobalization, as the small container images have it) strings are not normalized, and nothing says so. Guess: that
# Normalize() works, since the tables are part of .NET, or that it throws PlatformNotSupportedException, as cultures do. Seen: it gives back what it
# was given, and IsNormalized() answers true of a text that is not in the form asked for. Whoever takes two spellings of a name for one by their
# normal form keeps both, on that image alone. Case mapping and IdnMapping, by contrast, work.
#
# Exits 0 while that is so, and 1 when it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat > normal.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <InvariantGlobalization>true</InvariantGlobalization>
  </PropertyGroup>
</Project>
PROJECT

cat > Program.cs <<'PROGRAM'
using System.Globalization;
using System.Text;

const string TwoCharacters = "e\u0301";
const string OneCharacter = "\u00E9";
Console.WriteLine($"composed: {TwoCharacters.Normalize(NormalizationForm.FormC) == OneCharacter}");
Console.WriteLine($"decomposed: {OneCharacter.Normalize(NormalizationForm.FormD) == TwoCharacters}");
Console.WriteLine($"is said to be normal: {TwoCharacters.IsNormalized(NormalizationForm.FormC)}");
Console.WriteLine($"upper case: {OneCharacter.ToUpperInvariant() == "\u00C9"}");
Console.WriteLine($"IDN: {new IdnMapping().GetAscii("b\u00FCcher.example")}");
PROGRAM

expected='composed: False
decomposed: False
is said to be normal: True
upper case: True
IDN: xn--bcher-kva.example'
seen=$(dotnet run 2>&1)
dotnet --version
echo "$seen"
[[ $seen == "$expected" ]]
