using CloudCctv.Detection.Evaluation;

namespace CloudCctv.Detection.Tests.Evaluation;

/// <summary>Pictures of 640 × 480 put together by hand.</summary>
internal static class Pictures
{
    public static ExaminedPicture Of(IReadOnlyList<Truth> truths, params DetectedObject[] found) => new("a.jpg", 640, 480, 120, truths, found);

    public static Truth Person(float left, float top, float width = 40, float height = 100) => new(Box(left, top, width, height));

    public static Truth Crowd(float left, float top, float width, float height) => new(Box(left, top, width, height), IsIgnored: true);

    public static DetectedObject Found(float score, float left, float top, float width = 40, float height = 100) => new("person", score, Box(left, top, width, height));

    private static ImageBox Box(float left, float top, float width, float height) => new(left, top, left + width, top + height);
}
