using System.Buffers.Binary;
using System.Text;

namespace CloudCctv.Analysis.Intake.Zip;

/// <summary>What the directory says of one entry (APPNOTE 4.3.12).</summary>
/// <param name="Name">As it stands there; nothing of it has been checked.</param>
/// <param name="Flags">APPNOTE 4.4.4.</param>
/// <param name="Method">0 stored, 8 deflated; others exist.</param>
/// <param name="Crc">Of the content.</param>
/// <param name="PackedBytes">Length in the zip.</param>
/// <param name="Bytes">Length unpacked, or so it says.</param>
/// <param name="HeaderAt">Where its local header is.</param>
/// <param name="IsFile">False for links, folders, devices.</param>
internal readonly record struct ZipRecord(string Name, int Flags, int Method, uint Crc, long PackedBytes, long Bytes, long HeaderAt, bool IsFile)
{
    public const int Stored = 0, Deflated = 8;

    private const int HeaderBytes = 46;

    private const uint Signature = 0x02014b50;

    private const ushort Zip64Field = 0x0001, AesField = 0x9901;

    private const int EncryptedFlags = 1 | (1 << 6) | (1 << 13);

    public bool IsEncrypted => (Flags & EncryptedFlags) != 0;

    /// <summary>Lengths and CRC stand behind the content as well, and perhaps not before it.</summary>
    public bool HasDescriptor => (Flags & 8) != 0;

    /// <param name="directory">What is left of the directory; what was read is taken off.</param>
    /// <param name="maxNameBytes">A longer name is refused.</param>
    /// <exception cref="BatchRejectedException">There is no such record, or one that no batch has.</exception>
    public static ZipRecord Take(ref ReadOnlySpan<byte> directory, int maxNameBytes)
    {
        if (directory.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(directory) != Signature)
        {
            throw new BatchRejectedException(BatchFault.NotAZip, $"Zip is damaged: its directory breaks off {directory.Length} bytes before its end.");
        }

        var header = directory[..HeaderBytes];
        int nameBytes = Word(header, 28), extraBytes = Word(header, 30), commentBytes = Word(header, 32);
        if (nameBytes > maxNameBytes)
        {
            throw new BatchRejectedException(BatchFault.EntryName, $"An entry has a name of {nameBytes} bytes; at most {maxNameBytes} are read.");
        }

        if (HeaderBytes + nameBytes + extraBytes > directory.Length || commentBytes > 0 || Word(header, 34) != 0)
        {
            throw new BatchRejectedException(BatchFault.ZipUnsupported, "An entry of the zip has a comment, lies on another disk, or its directory record breaks off.");
        }

        var name = Encoding.UTF8.GetString(directory.Slice(HeaderBytes, nameBytes));
        var flags = Word(header, 8) | ExtraFlags(directory.Slice(HeaderBytes + nameBytes, extraBytes));
        directory = directory[(HeaderBytes + nameBytes + extraBytes)..];
        return new ZipRecord(name, flags, Word(header, 10), Long(header, 16), Length(header, 20), Length(header, 24), Length(header, 42), IsPlainFile(header));
    }

    // Fields that change how the entry is read: lengths of 64 bits, and AES, which some tools mark nowhere else.
    private static int ExtraFlags(ReadOnlySpan<byte> extra)
    {
        var flags = 0;
        while (extra.Length >= 4)
        {
            flags |= Word(extra, 0) switch
            {
                Zip64Field => throw new BatchRejectedException(BatchFault.ZipUnsupported, "An entry of the zip has lengths of the kind ZIP64; a batch is too small to need that."),
                AesField => 1,
                _ => 0,
            };
            extra = extra[Math.Min(extra.Length, 4 + Word(extra, 2))..];
        }

        return flags;
    }

    private static long Length(ReadOnlySpan<byte> header, int at) => Long(header, at) is var length && length != uint.MaxValue
        ? length
        : throw new BatchRejectedException(BatchFault.ZipUnsupported, "An entry of the zip claims a length of the kind ZIP64; a batch is too small to need that.");

    // Unix (3) keeps a file's type in the upper half, DOS marks folders and labels in the lower.
    private static bool IsPlainFile(ReadOnlySpan<byte> header)
    {
        const int Unix = 3, TypeMask = 0xF000, RegularFile = 0x8000, FolderOrLabel = 0x18;
        var type = header[5] == Unix ? Word(header, 40) & TypeMask : 0;
        return type is 0 or RegularFile && (header[38] & FolderOrLabel) == 0;
    }

    private static int Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint Long(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
