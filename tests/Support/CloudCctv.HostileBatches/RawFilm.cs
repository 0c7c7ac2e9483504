using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.HostileBatches.Zips;

namespace CloudCctv.HostileBatches;

/// <summary>The boxes of an MP4, and the batch in which a clip comes. There is no film in them that would play.</summary>
public static class RawFilm
{
    /// <summary>The name under which the clip of <see cref="RawBatch.DefaultName"/> comes.</summary>
    public static readonly BatchName Batch = new(RawBatch.DefaultName.Event, BatchName.ClipPart);

    /// <summary>Brand, header and data, as long as is wanted.</summary>
    public static byte[] Sound(string brand = "isom", int dataBytes = 100) => [.. Brand(brand), .. Box("moov", Box("mvhd", Length(milliseconds: 4000))), .. Box("mdat", new byte[dataBytes])];

    public static byte[] Brand(string brand = "isom") => Box("ftyp", [.. Encoding.ASCII.GetBytes(brand), 0, 0, 2, 0, .. "isomavc1mp41"u8]);

    public static byte[] Box(string type, ReadOnlySpan<byte> content) => [.. Header((uint)content.Length + 8, type), .. content];

    public static byte[] Header(uint length, string type)
    {
        var header = new byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(header, length);
        Encoding.ASCII.GetBytes(type, header.AsSpan(4));
        return header;
    }

    /// <summary>Content of a box <c>mvhd</c> of version 0.</summary>
    public static byte[] Length(uint milliseconds)
    {
        var content = new byte[100];
        BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(12), 1000);
        BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(16), milliseconds);
        return content;
    }

    /// <summary>What the manifest says of a clip.</summary>
    public static JsonObject Record(byte[] film) => new() { ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(film)), ["bytes"] = film.Length };

    /// <summary>A batch with this for its clip, which the manifest tells rightly.</summary>
    public static RawBatch InBatch(byte[] film, BatchName? name = null)
    {
        var batch = RawBatch.Of(name ?? Batch);
        batch.Zip.Entries.Add(new RawEntry(ClipRecord.EntryName, film));
        batch.Manifest["clip"] = Record(film);
        return batch;
    }
}
