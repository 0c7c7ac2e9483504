using System.Text;

namespace CloudCctv.Uploader.Capture.Packets;

/// <summary>What a Matroska stream (RFC 9559) says of one of its tracks.</summary>
/// <param name="Number">By which blocks name it.</param>
/// <param name="Codec">For instance <c>V_MPEG4/ISO/AVC</c>.</param>
/// <param name="Width">Pixels; 0 if it does not say.</param>
/// <param name="Height">Pixels; 0 if it does not say.</param>
/// <param name="FullRange">True if black is 0 and white 255.</param>
internal readonly record struct MatroskaTrack(int Number, string Codec, int Width, int Height, bool FullRange)
{
    private const ulong Full = 2;
    private const int LongestSide = 65_536;

    /// <summary>Reads the content of a <c>Tracks</c> element.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static IReadOnlyList<MatroskaTrack> ParseAll(ReadOnlySpan<byte> tracks)
    {
        var all = new List<MatroskaTrack>();
        while (TryTake(ref tracks, out var id, out var content))
        {
            if (id == MatroskaId.TrackEntry)
            {
                all.Add(new MatroskaTrack(0, "", 0, 0, false).With(content));
            }
        }

        return all;
    }

    private MatroskaTrack With(ReadOnlySpan<byte> elements)
    {
        var track = this;
        while (TryTake(ref elements, out var id, out var content))
        {
            track = id switch
            {
                MatroskaId.TrackNumber => track with { Number = Side(content) },
                MatroskaId.CodecId => track with { Codec = Encoding.ASCII.GetString(content).TrimEnd('\0') },
                MatroskaId.PixelWidth => track with { Width = Side(content) },
                MatroskaId.PixelHeight => track with { Height = Side(content) },
                MatroskaId.Range => track with { FullRange = EbmlHead.Number(content) == Full },
                MatroskaId.Video or MatroskaId.Colour => track.With(content),
                _ => track,
            };
        }

        return track;
    }

    private static int Side(ReadOnlySpan<byte> content) => EbmlHead.Number(content) is var number && number <= LongestSide
        ? (int)number
        : throw new InvalidDataException("The stream announces a track of an impossible size.");

    private static bool TryTake(ref ReadOnlySpan<byte> elements, out uint id, out ReadOnlySpan<byte> content)
    {
        id = 0;
        content = default;
        if (elements.Length == 0)
        {
            return false;
        }

        if (EbmlHead.TryRead(elements) is not { Bytes: { } bytes } head || bytes > elements.Length - head.Length)
        {
            throw new InvalidDataException("The stream's list of tracks is damaged.");
        }

        id = head.Id;
        content = elements.Slice(head.Length, (int)bytes);
        elements = elements[(head.Length + (int)bytes)..];
        return true;
    }
}

/// <summary>The elements of Matroska that matter here.</summary>
internal static class MatroskaId
{
    public const uint Ebml = 0x1A45DFA3, Segment = 0x18538067, Info = 0x1549A966, Tracks = 0x1654AE6B, Cluster = 0x1F43B675;
    public const uint TrackEntry = 0xAE, TrackNumber = 0xD7, CodecId = 0x86, Video = 0xE0, PixelWidth = 0xB0, PixelHeight = 0xBA, Colour = 0x55B0, Range = 0x55B9;
    public const uint Timestamp = 0xE7, SimpleBlock = 0xA3, BlockGroup = 0xA0, Block = 0xA1;
}
