using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCctv.Detection;

namespace CloudCctv.SelfHost.Commands;

/// <summary>What was seen in one picture, for programs and for people.</summary>
internal sealed record PictureReport(string File, int Width, int Height, IReadOnlyList<DetectedObject> Seen)
{
    // File names are for reading; this is no HTML.
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>One line; boxes are left, top, right, bottom in pixels of the picture; faces have landmarks as x, y as well.</summary>
    public static string ToJson(PictureReport report) => JsonSerializer.Serialize(
        new
        {
            file = report.File,
            width = report.Width,
            height = report.Height,
            detections = report.Seen.Select(one => new
            {
                label = one.Label,
                score = Math.Round((double)one.Score, 4),
                box = Rounded(one.Box.Left, one.Box.Top, one.Box.Right, one.Box.Bottom),
                landmarks = one.Landmarks?.Map(point => Rounded(point.X, point.Y)),
            }),
        },
        Json);

    public static string ToTable(PictureReport report) => string.Join(
        Environment.NewLine,
        [$"{report.File}  {report.Width}×{report.Height}  {(report.Seen.Count == 0 ? "nothing" : "")}".TrimEnd(), .. report.Seen.Select(Row)]);

    private static IEnumerable<double> Rounded(params float[] pixels) => pixels.Select(pixel => Math.Round((double)pixel, 1));

    private static string Row(DetectedObject one) => string.Create(
        CultureInfo.InvariantCulture,
        $"  {one.Label,-12} {one.Score,6:0.00}  {one.Box.Left,6:0},{one.Box.Top,6:0}  to {one.Box.Right,6:0},{one.Box.Bottom,6:0}");
}
