using System.Globalization;
using System.Text;
using CloudCctv.Imaging;

namespace CloudCctv.Uploader.Capture;

/// <summary>
/// Reads decoded pictures from a YUV4MPEG2 stream (one header line, then <c>FRAME</c> and the planes of each picture), 4:2:0
/// only. The header tells the size, so that nobody has to open the camera twice to ask.
/// </summary>
internal sealed class Y4mReader(PipeBuffer input) : IFrameReader
{
    private const long MaxPixels = 40_000_000;

    private Header? header;

    public async ValueTask<RawPicture?> ReadAsync(CancellationToken cancellationToken)
    {
        if (header is null)
        {
            if (await input.ReadLineAsync(cancellationToken) is not { } first)
            {
                return null;
            }

            header = Header.Parse(Encoding.ASCII.GetString(first.Span));
        }

        return await ReadPictureAsync(header, cancellationToken);
    }

    private async ValueTask<RawPicture?> ReadPictureAsync(Header size, CancellationToken cancellationToken)
    {
        if (await input.ReadLineAsync(cancellationToken) is not { } marker)
        {
            return null;
        }

        if (!marker.Span.StartsWith("FRAME"u8))
        {
            throw new InvalidDataException("The stream of decoded pictures is out of step.");
        }

        var data = PooledBytes.Rent(size.PictureBytes);
        if (await input.ReadBlockAsync(data.Memory, cancellationToken))
        {
            return new RawPicture(data, FrameFormat.Yuv420, size.Width, size.Height, size.FullRange);
        }

        data.Dispose();
        return null;
    }

    private sealed record Header(int Width, int Height, bool FullRange)
    {
        public int PictureBytes => (Width * Height) + (2 * ((Width + 1) / 2) * ((Height + 1) / 2));

        public static Header Parse(string line)
        {
            var fields = line.Split(' ');
            var width = Number(fields, 'W');
            var height = Number(fields, 'H');
            return fields[0] == "YUV4MPEG2" && width > 0 && height > 0 && (long)width * height <= MaxPixels
                ? new Header(width, height, fields.Contains("XCOLORRANGE=FULL"))
                : throw new InvalidDataException("The stream does not start with the size of its pictures.");
        }

        private static int Number(string[] fields, char tag) =>
            fields.FirstOrDefault(field => field.StartsWith(tag)) is { } field
            && int.TryParse(field.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
