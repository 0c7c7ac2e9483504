using System.Numerics;

namespace CloudCctv.Uploader.Capture.Packets;

/// <summary>What stands before each element of EBML (RFC 8794): which it is and how long.</summary>
/// <param name="Id">With its length marker, as specifications write it.</param>
/// <param name="Bytes">Of the content; null if the element lasts until something else begins.</param>
/// <param name="Length">Of this head itself, bytes.</param>
internal readonly record struct EbmlHead(uint Id, long? Bytes, int Length)
{
    private const int LongestId = 4;
    private const int LongestSize = 8;

    /// <returns>Null if the bytes end before the head does.</returns>
    /// <exception cref="InvalidDataException">It is no EBML.</exception>
    public static EbmlHead? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == 0 || LengthOf(bytes[0], LongestId) is var idLength && bytes.Length <= idLength)
        {
            return null;
        }

        var sizeLength = LengthOf(bytes[idLength], LongestSize);
        if (bytes.Length < idLength + sizeLength)
        {
            return null;
        }

        var size = Number(bytes.Slice(idLength, sizeLength)) & ((1UL << (7 * sizeLength)) - 1);
        var isUnknown = size == (1UL << (7 * sizeLength)) - 1;
        return new EbmlHead((uint)Number(bytes[..idLength]), isUnknown ? null : (long)size, idLength + sizeLength);
    }

    /// <summary>Big-endian; the last eight bytes if there are more.</summary>
    public static ulong Number(ReadOnlySpan<byte> bytes)
    {
        var number = 0UL;
        foreach (var part in bytes)
        {
            number = (number << 8) | part;
        }

        return number;
    }

    // The zeros before the first 1 tell how many bytes follow.
    private static int LengthOf(byte first, int longest)
    {
        var length = BitOperations.LeadingZeroCount((uint)first) - 23;
        return length <= longest ? length : throw new InvalidDataException("The stream is damaged: it holds no element where one was due.");
    }
}
