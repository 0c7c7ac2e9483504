using System.Globalization;

namespace CloudCctv.Uploader.Tests.Live.Support;

/// <summary>Reads an MJPEG answer as a camera program does: by its boundary and lengths.</summary>
internal sealed class MjpegReader(Stream stream)
{
    public async Task<byte[]> NextAsync(CancellationToken cancellationToken)
    {
        var length = 0;
        while (true)
        {
            var line = await ReadLineAsync(cancellationToken);
            if (line.StartsWith("Content-Length:", StringComparison.Ordinal))
            {
                length = int.Parse(line.AsSpan("Content-Length:".Length), CultureInfo.InvariantCulture);
            }
            else if (line.Length == 0 && length > 0)
            {
                var jpeg = new byte[length];
                await stream.ReadExactlyAsync(jpeg, cancellationToken);
                return jpeg;
            }
        }
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new List<char>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, cancellationToken) == 1 && one[0] != '\n')
        {
            line.Add((char)one[0]);
        }

        return new string([.. line]).TrimEnd('\r');
    }
}
