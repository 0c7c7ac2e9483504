namespace CloudCctv.HostileBatches.Zips;

/// <summary>Writes zips byte by byte (APPNOTE 4.3), as untrue as its fields are.</summary>
public sealed class RawZip
{
    public List<RawEntry> Entries { get; } = [];

    public byte[] Before { get; set; } = [];

    /// <summary>Between the last entry and the directory.</summary>
    public byte[] BeforeDirectory { get; set; } = [];

    /// <summary>Between the directory and its end record.</summary>
    public byte[] BeforeEnd { get; set; } = [];

    public byte[] Comment { get; set; } = [];

    /// <summary>Changes the end record: 22 bytes before the comment.</summary>
    public Action<EndFields> ChangeEnd { get; set; } = _ => { };

    /// <param name="last">Entries that come behind the others.</param>
    public byte[] ToBytes(params RawEntry[] last)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        RawEntry[] all = [.. Entries, .. last];
        writer.Write(Before);
        foreach (var entry in all.Where(entry => entry.HasBody))
        {
            WriteBody(writer, entry);
        }

        writer.Write(BeforeDirectory);
        var end = new EndFields { Entries = (ushort)all.Length, EntriesHere = (ushort)all.Length, DirectoryAt = (uint)bytes.Position };
        foreach (var entry in all)
        {
            WriteRecord(writer, entry, all);
        }

        end.DirectoryBytes = (uint)bytes.Position - end.DirectoryAt;
        end.CommentBytes = (ushort)Comment.Length;
        ChangeEnd(end);
        writer.Write(BeforeEnd);
        WriteEnd(writer, end);
        writer.Write(Comment);
        return bytes.ToArray();
    }

    private static void WriteBody(BinaryWriter writer, RawEntry entry)
    {
        writer.Write(entry.Gap);
        entry.At = (uint)writer.BaseStream.Position;
        writer.Write(0x04034b50);
        writer.Write((ushort)20);
        WriteFields(writer, entry.Local);
        writer.Write((ushort)entry.LocalName.Length);
        writer.Write((ushort)entry.LocalExtra.Length);
        writer.Write(entry.LocalName);
        writer.Write(entry.LocalExtra);
        writer.Write(entry.Packed);
        writer.Write(entry.Descriptor);
    }

    private static void WriteRecord(BinaryWriter writer, RawEntry entry, IReadOnlyList<RawEntry> all)
    {
        writer.Write(0x02014b50);
        writer.Write(entry.MadeBy);
        writer.Write((ushort)20);
        WriteFields(writer, entry.Central);
        writer.Write((ushort)entry.Name.Length);
        writer.Write((ushort)entry.CentralExtra.Length);
        writer.Write((ushort)entry.Comment.Length);
        writer.Write(entry.Disk);
        writer.Write((ushort)0);
        writer.Write(entry.Attributes);
        writer.Write(entry.ClaimedAt?.Invoke(all) ?? entry.At);
        writer.Write(entry.Name);
        writer.Write(entry.CentralExtra);
        writer.Write(entry.Comment);
    }

    private static void WriteFields(BinaryWriter writer, Fields fields)
    {
        writer.Write(fields.Flags);
        writer.Write(fields.Method);
        writer.Write(0x5D740000);
        writer.Write(fields.Crc);
        writer.Write(fields.PackedBytes);
        writer.Write(fields.Bytes);
    }

    private static void WriteEnd(BinaryWriter writer, EndFields end)
    {
        writer.Write(0x06054b50);
        writer.Write(end.Disk);
        writer.Write(end.DirectoryDisk);
        writer.Write(end.EntriesHere);
        writer.Write(end.Entries);
        writer.Write(end.DirectoryBytes);
        writer.Write(end.DirectoryAt);
        writer.Write(end.CommentBytes);
    }
}

/// <summary>The end-of-directory record.</summary>
public sealed class EndFields
{
    public ushort Disk { get; set; }

    public ushort DirectoryDisk { get; set; }

    public ushort EntriesHere { get; set; }

    public ushort Entries { get; set; }

    public uint DirectoryBytes { get; set; }

    public uint DirectoryAt { get; set; }

    public ushort CommentBytes { get; set; }
}
