using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace CloudCctv.HostileBatches.Zips;

/// <summary>One entry of a zip, every field of which may lie; at first none does.</summary>
public sealed class RawEntry
{
    public RawEntry(string name, byte[] content, bool deflate = false)
    {
        (Name, LocalName) = (Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(name));
        Packed = deflate ? Deflate(content) : content;
        Central = Local = new Fields(0, (ushort)(deflate ? 8 : 0), Crc32.HashToUInt32(content), (uint)Packed.Length, (uint)content.Length);
    }

    public byte[] Name { get; set; }

    public byte[] LocalName { get; set; }

    /// <summary>What lies in the zip.</summary>
    public byte[] Packed { get; set; }

    public Fields Central { get; set; }

    public Fields Local { get; set; }

    public byte[] CentralExtra { get; set; } = [];

    public byte[] LocalExtra { get; set; } = [];

    public byte[] Comment { get; set; } = [];

    /// <summary>Bytes before the local header that belong to nothing.</summary>
    public byte[] Gap { get; set; } = [];

    /// <summary>Bytes behind the content.</summary>
    public byte[] Descriptor { get; set; } = [];

    /// <summary>Upper byte: 3 for Unix.</summary>
    public ushort MadeBy { get; set; } = 10;

    public uint Attributes { get; set; }

    public ushort Disk { get; set; }

    /// <summary>False: only in the directory; it names the bytes of another.</summary>
    public bool HasBody { get; set; } = true;

    /// <summary>Where the directory says that it is; null for the truth.</summary>
    public Func<IReadOnlyList<RawEntry>, uint>? ClaimedAt { get; set; }

    /// <summary>Where it is; set while the zip is written.</summary>
    public uint At { get; internal set; }

    /// <summary>The same change in both headers.</summary>
    public RawEntry Both(Func<Fields, Fields> change)
    {
        (Central, Local) = (change(Central), change(Local));
        return this;
    }

    public RawEntry Rename(byte[] name)
    {
        (Name, LocalName) = (name, name);
        return this;
    }

    public RawEntry Rename(string name) => Rename(Encoding.UTF8.GetBytes(name));

    /// <summary>Other bytes in the zip, whose packed length both headers tell rightly.</summary>
    public RawEntry Repack(byte[] packed)
    {
        Packed = packed;
        return Both(fields => fields with { PackedBytes = (uint)packed.Length });
    }

    public static byte[] Deflate(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(content);
        }

        return packed.ToArray();
    }
}

/// <summary>What both headers of an entry say.</summary>
public readonly record struct Fields(ushort Flags, ushort Method, uint Crc, uint PackedBytes, uint Bytes);
