using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Detection.Faces;

/// <summary>Cuts faces out of a picture as upright squares of one size. One thread at a time; buffers are kept.</summary>
internal sealed class FaceCutter : IDisposable
{
    private const int Colours = 3;

    // Of each side of a target pixel: what a far larger face would need more would not be seen.
    private const int MostSamples = 4;

    private readonly JpegDecoder decoder = new();
    private byte[] rgb = [];

    /// <summary>One square of R, G, B bytes for each face.</summary>
    /// <exception cref="JpegException">The picture cannot be decoded.</exception>
    public IReadOnlyList<byte[]> Cut(ReadOnlySpan<byte> jpeg, IReadOnlyList<FaceFrame> faces, int side)
    {
        if (faces.Count == 0)
        {
            return [];
        }

        var full = decoder.ReadHeader(jpeg);
        var smallest = faces.Min(face => face.SidePixels);
        var scale = new[] { JpegScale.Eighth, JpegScale.Quarter, JpegScale.Half }.FirstOrDefault(one => one.Scaled((int)smallest) >= side, JpegScale.Full);
        var bytes = scale.Scaled(full.Width) * scale.Scaled(full.Height) * Colours;
        rgb = rgb.Length < bytes ? new byte[bytes] : rgb;
        var size = decoder.DecodeRgb(jpeg, scale, rgb);
        return [.. faces.Select(face => Cut(face.Scaled((float)size.Width / full.Width), size, side))];
    }

    public void Dispose() => decoder.Dispose();

    private byte[] Cut(FaceFrame face, JpegHeader size, int side)
    {
        var cut = new byte[side * side * Colours];
        var samples = Math.Clamp((int)MathF.Ceiling(face.SidePixels / side), 1, MostSamples);
        for (var row = 0; row < side; row++)
        {
            for (var column = 0; column < side; column++)
            {
                Mean(face, size, (column, row), side, samples, cut.AsSpan(((row * side) + column) * Colours, Colours));
            }
        }

        return cut;
    }

    private void Mean(FaceFrame face, JpegHeader size, (int Column, int Row) at, int side, int samples, Span<byte> pixel)
    {
        float red = 0, green = 0, blue = 0;
        for (var i = 0; i < samples * samples; i++)
        {
            var u = (at.Column + (((i % samples) + 0.5f) / samples)) / side;
            var v = (at.Row + ((i / samples + 0.5f) / samples)) / side;
            var (x, y) = ((face.A * u) - (face.B * v) + face.X - 0.5f, (face.B * u) + (face.A * v) + face.Y - 0.5f);
            var (column, row) = ((int)MathF.Floor(x), (int)MathF.Floor(y));
            var (across, down) = (x - column, y - row);
            Add(column, row, (1 - across) * (1 - down));
            Add(column + 1, row, across * (1 - down));
            Add(column, row + 1, (1 - across) * down);
            Add(column + 1, row + 1, across * down);
        }

        var share = 1f / (samples * samples);
        (pixel[0], pixel[1], pixel[2]) = ((byte)((red * share) + 0.5f), (byte)((green * share) + 0.5f), (byte)((blue * share) + 0.5f));

        // Beyond the edge the picture goes on as it ends.
        void Add(int column, int row, float weight)
        {
            var place = ((Math.Clamp(row, 0, size.Height - 1) * size.Width) + Math.Clamp(column, 0, size.Width - 1)) * Colours;
            red += rgb[place] * weight;
            green += rgb[place + 1] * weight;
            blue += rgb[place + 2] * weight;
        }
    }
}
