using System.IO.Hashing;
using System.Text;
using Affluence.Gateway.Cache.Semantics;
using Affluence.Gateway.Cache.Storage;
using Microsoft.Extensions.Primitives;

namespace Affluence.Gateway.Cache.Disk;

/// <summary>
/// A stored answer as the bytes of a file: a mark with the version of the form, what is stored, and a checksum over both, without which nothing
/// of it is believed.
/// </summary>
internal static class EntryFile
{
    private const uint Mark = 0x31434641; // AFC1
    private const int ChecksumBytes = 16;

    /// <summary>Characters of <see cref="NameOf"/>.</summary>
    public const int NameLength = 32;

    /// <returns>The same for the same key and variant, in characters that any file system takes.</returns>
    public static string NameOf(in CacheKey key, Variant variant) => Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(
        string.Join('\n', [key.IsHttps ? "https" : "http", key.Host, key.Target, .. variant.Names, .. variant.Values.Select(value => value is null ? "-" : $"={value}")]))));

    public static byte[] Write(in CacheKey key, StoredResponse response, TimeSpan age, DateTimeOffset now)
    {
        using var memory = new MemoryStream(response.Body.Length + 4_096);
        using var writer = new BinaryWriter(memory, Encoding.UTF8);
        writer.Write(Mark);
        writer.Write(key.IsHttps);
        writer.Write(key.Host);
        writer.Write(key.Target);
        writer.Write(response.Status);
        writer.Write(response.Variant.Names.Count);
        foreach (var (name, value) in response.Variant.Names.Zip(response.Variant.Values))
        {
            writer.Write(name);
            writer.Write(value is not null);
            writer.Write(value ?? string.Empty);
        }

        writer.Write(response.Fields.Sum(field => field.Value.Count));
        foreach (var (name, values) in response.Fields)
        {
            foreach (var value in values)
            {
                writer.Write(name);
                writer.Write(value ?? string.Empty);
            }
        }

        writer.Write(response.Freshness.Lifetime.Ticks);
        writer.Write(response.Freshness.StaleWhileRevalidate.Ticks);
        writer.Write(response.Freshness.Grace.Ticks);
        writer.Write(response.Freshness.NeedsValidation);
        writer.Write(response.Freshness.ForbidsStale);
        writer.Write(age.Ticks);
        writer.Write(now.UtcTicks);
        writer.Write(response.ReceivedAt.UtcTicks);
        writer.Write(response.Body.Length);
        writer.Write(response.Body);
        writer.Flush();
        writer.Write(XxHash128.Hash(memory.GetBuffer().AsSpan(0, (int)memory.Length)));
        return memory.ToArray();
    }

    /// <param name="bytes">The file.</param>
    /// <param name="now">The date.</param>
    /// <param name="storedAt">Time since the start of the process.</param>
    /// <returns>
    /// Null if it is not whole. What is read is stale, whatever it was when it was written: nobody knows what was changed or purged meanwhile, so
    /// the site is asked first, and it is for when the site does not answer.
    /// </returns>
    public static (CacheKey Key, StoredResponse Response)? Read(byte[] bytes, DateTimeOffset now, TimeSpan storedAt)
    {
        if (bytes.Length < ChecksumBytes + sizeof(uint) || !XxHash128.Hash(bytes.AsSpan(..^ChecksumBytes)).AsSpan().SequenceEqual(bytes.AsSpan(^ChecksumBytes..)))
        {
            return null;
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, 0, bytes.Length - ChecksumBytes), Encoding.UTF8);
        if (reader.ReadUInt32() != Mark)
        {
            return null;
        }

        var key = new CacheKey(reader.ReadBoolean(), reader.ReadString(), reader.ReadString());
        var status = reader.ReadInt32();
        var variant = ReadVariant(reader);
        var fields = ReadFields(reader);
        var (lifetime, whileRevalidate, grace) = (new TimeSpan(reader.ReadInt64()), new TimeSpan(reader.ReadInt64()), new TimeSpan(reader.ReadInt64()));
        var (needsValidation, forbidsStale) = (reader.ReadBoolean(), reader.ReadBoolean());
        var (age, writtenAt) = (new TimeSpan(reader.ReadInt64()), new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero));
        var receivedAt = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
        var body = reader.ReadBytes(reader.ReadInt32());
        if (now > writtenAt)
        {
            age += now - writtenAt;
        }

        IHeaderDictionary headers = new HeaderDictionary(fields.Length);
        foreach (var (name, value) in fields)
        {
            headers[name] = value;
        }

        return (key, new StoredResponse
        {
            Status = status,
            Fields = fields,
            Body = body,
            Variant = variant,
            Freshness = new Freshness(age, lifetime < age ? lifetime : age, whileRevalidate, grace, needsValidation, forbidsStale),
            Validators = new ResponseFacts(status, headers, receivedAt, receivedAt).Validators,
            StoredAt = storedAt,
            ReceivedAt = receivedAt,
        });
    }

    private static Variant ReadVariant(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        var (names, values) = (new List<string>(count), new List<string?>(count));
        for (var index = 0; index < count; index++)
        {
            names.Add(reader.ReadString());
            var (isPresent, value) = (reader.ReadBoolean(), reader.ReadString());
            values.Add(isPresent ? value : null);
        }

        return count == 0 ? Variant.Any : new Variant(names, values);
    }

    private static KeyValuePair<string, StringValues>[] ReadFields(BinaryReader reader)
    {
        var fields = new List<KeyValuePair<string, StringValues>>();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var (name, value) = (reader.ReadString(), reader.ReadString());
            if (fields.Count > 0 && fields[^1].Key == name)
            {
                fields[^1] = new(name, StringValues.Concat(fields[^1].Value, value));
            }
            else
            {
                fields.Add(new(name, value));
            }
        }

        return [.. fields];
    }
}
