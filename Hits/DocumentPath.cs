using System.Collections.Frozen;

namespace Affluence.Hits;

/// <summary>
/// Judges by a path alone whether it may be one of a document. What is not a page is listed, as AWStats, GoAccess and Matomo do it: pages have
/// any ending, or none (<c>.shtml</c>, <c>.do</c>, <c>/v2.1</c>), while parts of pages and downloads have a few well-known ones.
/// </summary>
public static class DocumentPath
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NoPages = new[]
    {
        // Parts of pages.
        "css", "js", "mjs", "cjs", "map", "scss", "less", "wasm", "vtt", "swf", "class", "jar", "htc", "cur",
        "gif", "png", "apng", "jpg", "jpeg", "jfif", "jpe", "webp", "avif", "svg", "svgz", "ico", "bmp", "tif", "tiff", "heic", "heif", "jxl", "psd", "eps",
        "woff", "woff2", "ttf", "otf", "eot", "ttc",
        // Sound and pictures that move.
        "mp3", "m4a", "aac", "ogg", "oga", "opus", "wav", "flac", "mid", "midi", "wma", "mp4", "m4v", "webm", "ogv", "mov", "avi", "mkv", "mpg", "mpeg",
        "wmv", "flv", "3gp", "m3u8", "m3u", "mpd", "ts", "m4s", "srt",
        // Data, feeds, and what robots ask for.
        "json", "jsonld", "geojson", "topojson", "ndjson", "webmanifest", "manifest", "appcache", "xml", "xsl", "xslt", "xsd", "wsdl", "rss", "atom", "rdf", "kml", "kmz", "gpx",
        "csv", "tsv", "yaml", "yml", "toml", "txt", "log", "ini", "conf", "env", "bak", "sql", "db", "sqlite", "ics", "vcf", "pem", "crt", "cer", "key", "p7b", "asc", "sig", "md5", "sha1", "sha256", "torrent",
        "pbf", "mvt", "bin", "dat", "pac",
        // Downloads.
        "pdf", "doc", "docx", "docm", "dot", "dotx", "xls", "xlsx", "xlsm", "xlt", "ppt", "pptx", "pps", "ppsx", "odt", "ods", "odp", "odg", "rtf", "ps", "epub", "mobi", "azw3", "djvu", "tex", "pub", "vsd",
        "zip", "gz", "tgz", "bz2", "xz", "zst", "7z", "rar", "tar", "lz", "lzma", "cab", "iso", "img", "dmg", "pkg", "exe", "msi", "msix", "apk", "ipa", "aab", "deb", "rpm", "crx", "xpi", "war", "ear", "appx", "whl", "nupkg",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly int LongestEnding = "webmanifest".Length;

    /// <param name="path">Decoded, without the query.</param>
    public static bool Is(ReadOnlySpan<char> path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];

        // Parameters of a segment (RFC 3986, 3.3): servlets put the session there, ;jsessionid=…
        var parameters = name.IndexOf(';');
        name = parameters < 0 ? name : name[..parameters];
        var point = name.LastIndexOf('.');
        return point < 0 || name.Length - point - 1 > LongestEnding || !NoPages.Contains(name[(point + 1)..]);
    }
}
