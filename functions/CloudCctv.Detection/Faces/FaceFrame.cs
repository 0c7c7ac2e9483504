namespace CloudCctv.Detection.Faces;

/// <summary>
/// Where the pixels of the square picture of a face lie in the source: turned, scaled and moved, so that eyes are level and at
/// the same place in every picture. x = A·u − B·v + X, y = B·u + A·v + Y for u, v in 0..1 of the square.
/// </summary>
internal readonly record struct FaceFrame(float A, float B, float X, float Y)
{
    // Where five points of a face from the front lie in a square of 112: the usual template of ArcFace (Deng et al. 2019).
    private static readonly (float U, float V)[] Template =
        [.. new[] { (38.2946f, 51.6963f), (73.5318f, 51.5014f), (56.0252f, 71.7366f), (41.5493f, 92.3655f), (70.7299f, 92.2041f) }.Select(point => (point.Item1 / 112, point.Item2 / 112))];

    /// <summary>By the face's five points, where the detector tells them; else the square around its box.</summary>
    public static FaceFrame Of(DetectedObject face) => face.Landmarks is { } points ? Fit(points) : Around(face.Box);

    /// <summary>The same in a picture of another scale.</summary>
    public FaceFrame Scaled(float factor) => new(A * factor, B * factor, X * factor, Y * factor);

    /// <summary>Length of the square's side in the source, pixels.</summary>
    public float SidePixels => MathF.Sqrt((A * A) + (B * B));

    private static FaceFrame Around(ImageBox box)
    {
        var side = Math.Max(box.Width, box.Height);
        return new FaceFrame(side, 0, ((box.Left + box.Right) - side) / 2, ((box.Top + box.Bottom) - side) / 2);
    }

    // Least squares over all turns, scales and moves (Umeyama 1991; in the plane the solution is a quotient of sums).
    private static FaceFrame Fit(FaceLandmarks<ImagePoint> points)
    {
        ImagePoint[] found = [points.RightEye, points.LeftEye, points.NoseTip, points.RightMouthCorner, points.LeftMouthCorner];
        float meanU = Template.Average(one => one.U), meanV = Template.Average(one => one.V), meanX = found.Average(one => one.X), meanY = found.Average(one => one.Y);
        float along = 0, across = 0, size = 0;
        for (var i = 0; i < found.Length; i++)
        {
            float u = Template[i].U - meanU, v = Template[i].V - meanV, x = found[i].X - meanX, y = found[i].Y - meanY;
            along += (u * x) + (v * y);
            across += (u * y) - (v * x);
            size += (u * u) + (v * v);
        }

        float a = along / size, b = across / size;
        return new FaceFrame(a, b, meanX - (a * meanU) + (b * meanV), meanY - (b * meanU) - (a * meanV));
    }
}
