using System.Buffers.Binary;

namespace CloudCctv.Analysis.Intake.Mp4;

/// <summary>How long a film says that it is (box <c>mvhd</c>, ISO/IEC 14496-12, 8.2.2).</summary>
internal static class MovieHeader
{
    private const int MostHeaderBytes = 16;

    private const int MostBytes = 4 + 8 + 8 + 4 + 8;

    /// <param name="head">The first bytes of the film, where devices write it.</param>
    /// <param name="length">Of the whole film.</param>
    /// <returns>Null if it does not say, or not there.</returns>
    public static TimeSpan? LengthOf(Stream head, long length)
    {
        for (long at = 0; at + MostHeaderBytes <= head.Length && BoxHeader.Read(head, at, length, out var box) is null; at = box.End)
        {
            if (box.Type == "moov")
            {
                return LengthIn(head, box);
            }
        }

        return null;
    }

    private static TimeSpan? LengthIn(Stream head, BoxHeader movie)
    {
        for (var at = movie.ContentAt; at + MostHeaderBytes + MostBytes <= head.Length && BoxHeader.Read(head, at, movie.End, out var box) is null; at = box.End)
        {
            if (box.Type == "mvhd" && box.ContentBytes >= MostBytes)
            {
                return Read(head, box);
            }
        }

        return null;
    }

    private static TimeSpan? Read(Stream head, BoxHeader box)
    {
        Span<byte> bytes = stackalloc byte[MostBytes];
        head.Position = box.ContentAt;
        head.ReadExactly(bytes);
        // Version 1 has times of 64 bits.
        var (scale, length) = bytes[0] == 1
            ? (BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]))
            : (BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]));
        var seconds = scale == 0 ? 0 : length / (double)scale;
        return seconds is > 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : null;
    }
}
