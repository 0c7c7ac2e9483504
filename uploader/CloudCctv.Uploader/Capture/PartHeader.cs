using System.Buffers.Text;
using CloudCctv.Contracts.Batches;

namespace CloudCctv.Uploader.Capture;

/// <summary>What a part of a multipart stream says before its picture.</summary>
/// <param name="Bytes">Length of the picture; null if it must be found out.</param>
/// <param name="Time">When it was taken, by the camera's clock.</param>
internal readonly record struct PartHeader(int? Bytes, DateTimeOffset? Time)
{
    // 1 January 2000 and 2100: outside lies a clock that counts from somewhere else.
    private const double EarliestSeconds = 946_684_800;
    private const double LatestSeconds = 4_102_444_800;

    /// <summary>Takes one header line in; what it does not know it leaves out.</summary>
    /// <exception cref="InvalidDataException">The length is impossible.</exception>
    public PartHeader With(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        var value = line[(colon + 1)..].Trim((byte)' ');
        return Is(line[..colon], "content-length"u8) ? this with { Bytes = Length(value) }
            : Is(line[..colon], "x-timestamp"u8) ? this with { Time = UnixTime(value) }
            : this;
    }

    // ASCII letters differ from their capitals in one bit.
    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> lowerCase)
    {
        if (name.Length != lowerCase.Length)
        {
            return false;
        }

        for (var i = 0; i < name.Length; i++)
        {
            if ((name[i] | 0x20) != (lowerCase[i] | 0x20))
            {
                return false;
            }
        }

        return true;
    }

    private static int Length(ReadOnlySpan<byte> value) =>
        Utf8Parser.TryParse(value, out int length, out _) && length > 0 && length <= BatchLimits.Default.MaxFrameBytes
            ? length
            : throw new InvalidDataException("The stream announces a picture of an impossible length.");

    // Seconds since 1970 with a fraction, as mjpg-streamer and ESP32 cameras write them.
    private static DateTimeOffset? UnixTime(ReadOnlySpan<byte> value) =>
        Utf8Parser.TryParse(value, out double seconds, out var used) && used == value.Length && seconds is > EarliestSeconds and < LatestSeconds
            ? DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(Math.Round(seconds * 1e6))
            : null;
}
