using System.Buffers.Binary;

namespace CloudCctv.Uploader.Decoder;

internal enum DecoderCommandKind
{
    /// <summary>All pictures up to this one have been read: more may come.</summary>
    Taken = 1,

    /// <summary>Nobody will ask for this picture any more.</summary>
    Release,

    /// <summary>This picture as JPEG.</summary>
    Jpeg,

    /// <summary>This picture as it was decoded.</summary>
    Full,

    /// <summary>Read no more of the stream.</summary>
    End,
}

/// <summary>What the decoder is told while it runs.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Quality">Of a JPEG, 1 to 100.</param>
/// <param name="Number">Of the picture.</param>
internal readonly record struct DecoderCommand(DecoderCommandKind Kind, long Number = 0, int Quality = 0)
{
    public const int Length = 16;

    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, (int)Kind);
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], Quality);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], Number);
    }

    public static DecoderCommand Read(ReadOnlySpan<byte> from) => new(
        (DecoderCommandKind)BinaryPrimitives.ReadInt32LittleEndian(from),
        BinaryPrimitives.ReadInt64LittleEndian(from[8..]),
        BinaryPrimitives.ReadInt32LittleEndian(from[4..]));
}
