using System.Buffers.Binary;
using System.Text;

namespace CloudCctv.Analysis.Intake.Mp4;

/// <summary>What stands before each box of an MP4 (ISO/IEC 14496-12, 4.2).</summary>
/// <param name="Type">Four printable characters of ASCII, such as <c>moov</c>.</param>
/// <param name="At">Where the box begins.</param>
/// <param name="HeaderBytes">8, or 16 with a length of 64 bits.</param>
/// <param name="Bytes">Of the whole box, header included.</param>
internal readonly record struct BoxHeader(string Type, long At, int HeaderBytes, long Bytes)
{
    private const int Short = 8, Long = 16;

    public long ContentAt => At + HeaderBytes;

    public long ContentBytes => Bytes - HeaderBytes;

    public long End => At + Bytes;

    /// <param name="film">Read at any position.</param>
    /// <param name="at">Where the box begins.</param>
    /// <param name="end">Where what it is in ends.</param>
    /// <param name="header">The header, if there is no fault.</param>
    /// <returns>What is wrong, as the rest of a sentence; null if nothing is.</returns>
    public static string? Read(Stream film, long at, long end, out BoxHeader header)
    {
        header = default;
        Span<byte> bytes = stackalloc byte[Long];
        if (end - at < Short)
        {
            return $"{end - at} bytes at byte {at} belong to no box";
        }

        film.Position = at;
        film.ReadExactly(bytes[..Short]);
        if (bytes[4..Short].ContainsAnyExceptInRange((byte)' ', (byte)'~'))
        {
            return $"what is at byte {at} is no box";
        }

        var type = Encoding.ASCII.GetString(bytes[4..Short]);
        var (headerBytes, length) = (Short, (ulong)BinaryPrimitives.ReadUInt32BigEndian(bytes));
        if (length == 1)
        {
            if (end - at < Long)
            {
                return $"the box at byte {at} breaks off";
            }

            film.ReadExactly(bytes[Short..]);
            (headerBytes, length) = (Long, BinaryPrimitives.ReadUInt64BigEndian(bytes[Short..]));
        }

        // 0 would mean "to the end": that is for films that are still being written.
        if (length < (ulong)headerBytes || length > (ulong)(end - at))
        {
            return $"the box at byte {at} claims {length} bytes; there are {end - at}";
        }

        header = new BoxHeader(type, at, headerBytes, (long)length);
        return null;
    }
}
