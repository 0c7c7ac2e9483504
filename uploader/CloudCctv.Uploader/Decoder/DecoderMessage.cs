using System.Buffers.Binary;

namespace CloudCctv.Uploader.Decoder;

internal enum DecoderMessageKind
{
    /// <summary>A picture was decoded; its luma at a quarter of the sides follows. The decoder holds it until it is released.</summary>
    Picture = 1,

    /// <summary>A picture that was asked for, as JPEG.</summary>
    Jpeg,

    /// <summary>A picture that was asked for, as planar 4:2:0 without padding.</summary>
    Full,

    /// <summary>A picture that was asked for is not held.</summary>
    Nothing,

    /// <summary>No more pictures come; why follows, nothing if the stream has ended well. Those that are held may still be asked for.</summary>
    Ended,

    /// <summary>The stream is not for this decoder; why follows.</summary>
    Unsuitable,
}

/// <summary>What stands before each thing that the decoder says.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Number">Of the picture, from 0.</param>
/// <param name="Width">Of the full picture, pixels.</param>
/// <param name="Height">Of the full picture, pixels.</param>
/// <param name="FullRange">Black is 0 and white 255.</param>
/// <param name="IsBt709">Colours are by BT.709.</param>
/// <param name="Bytes">How many follow.</param>
internal readonly record struct DecoderMessage(DecoderMessageKind Kind, long Number, int Width, int Height, bool FullRange, bool IsBt709, int Bytes)
{
    /// <summary>Of the message itself.</summary>
    public const int Length = 28;

    /// <summary>More follows no message: half as much again as the largest picture that is decoded.</summary>
    public const int MaxBytes = 60_000_000;

    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, (int)Kind);
        BinaryPrimitives.WriteInt64LittleEndian(target[4..], Number);
        BinaryPrimitives.WriteInt32LittleEndian(target[12..], Width);
        BinaryPrimitives.WriteInt32LittleEndian(target[16..], Height);
        BinaryPrimitives.WriteInt32LittleEndian(target[20..], (FullRange ? 1 : 0) | (IsBt709 ? 2 : 0));
        BinaryPrimitives.WriteInt32LittleEndian(target[24..], Bytes);
    }

    /// <summary>What a decoder says that has read a stranger's stream is not believed unseen.</summary>
    /// <exception cref="InvalidDataException">It is no message.</exception>
    public static DecoderMessage Read(ReadOnlySpan<byte> from)
    {
        var flags = BinaryPrimitives.ReadInt32LittleEndian(from[20..]);
        var message = new DecoderMessage(
            (DecoderMessageKind)BinaryPrimitives.ReadInt32LittleEndian(from),
            BinaryPrimitives.ReadInt64LittleEndian(from[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[12..]),
            BinaryPrimitives.ReadInt32LittleEndian(from[16..]),
            (flags & 1) != 0,
            (flags & 2) != 0,
            BinaryPrimitives.ReadInt32LittleEndian(from[24..]));
        return message.IsSound() ? message : throw new InvalidDataException("The decoder is out of step.");
    }

    /// <summary>Bytes of a picture in planar 4:2:0.</summary>
    public static int FullBytes(int width, int height) => (width * height) + (2 * ((width + 1) / 2) * ((height + 1) / 2));

    /// <summary>Bytes of its luma at a quarter of the sides.</summary>
    public static int LumaBytes(int width, int height) => ((width + 3) / 4) * ((height + 3) / 4);

    private bool IsSound() => Kind switch
    {
        DecoderMessageKind.Picture => HasSize() && Bytes == LumaBytes(Width, Height),
        DecoderMessageKind.Full => HasSize() && Bytes == FullBytes(Width, Height),
        DecoderMessageKind.Jpeg => Bytes is > 0 and <= MaxBytes,
        DecoderMessageKind.Nothing => Bytes == 0,
        DecoderMessageKind.Ended or DecoderMessageKind.Unsuitable => Bytes is >= 0 and <= 4096,
        _ => false,
    };

    private bool HasSize() => Width > 0 && Height > 0 && (long)Width * Height <= VideoInput.MaxPixels;
}
