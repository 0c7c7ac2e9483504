using CloudCctv.Detection.Evaluation;

namespace CloudCctv.Detection.Tests.Evaluation;

/// <summary>
/// COCO's average precision written a second time, straight from its definition and without a thought for speed: for each
/// recall, the best precision over every cut of the ranked list that reaches it.
/// </summary>
internal static class NaiveCoco
{
    public static double? AveragePrecision(IReadOnlyList<ExaminedPicture> pictures, double minOverlap, double minArea, double maxArea)
    {
        var ranked = new List<(float Score, bool Hit)>();
        var objects = 0;
        foreach (var picture in pictures)
        {
            objects += picture.Truths.Count(truth => !truth.IsIgnored && IsAsked(truth.Box));
            ranked.AddRange(Judge(picture));
        }

        ranked = [.. ranked.OrderByDescending(one => one.Score)];
        return objects == 0 ? null : Enumerable.Range(0, 101).Average(point => BestPrecision(point / 100.0));

        double BestPrecision(double recall) => Enumerable.Range(1, ranked.Count)
            .Select(cut => (Hits: ranked.Take(cut).Count(one => one.Hit), Cut: cut))
            .Where(one => (double)one.Hits / objects >= recall)
            .Select(one => (double)one.Hits / one.Cut)
            .DefaultIfEmpty(0)
            .Max();

        IEnumerable<(float Score, bool Hit)> Judge(ExaminedPicture picture)
        {
            var taken = new HashSet<int>();
            foreach (var found in picture.Found.OrderByDescending(found => found.Score))
            {
                var asked = Best(i => !picture.Truths[i].IsIgnored && IsAsked(picture.Truths[i].Box) && !taken.Contains(i), i => Union(found.Box, picture.Truths[i].Box));
                var other = Best(
                    i => picture.Truths[i].IsIgnored || (!IsAsked(picture.Truths[i].Box) && !taken.Contains(i)),
                    i => picture.Truths[i].IsIgnored ? Shared(found.Box, picture.Truths[i].Box) / Area(found.Box) : Union(found.Box, picture.Truths[i].Box));
                if (asked is { } hit)
                {
                    taken.Add(hit);
                    yield return (found.Score, true);
                }
                else if (other is { } ignored)
                {
                    taken.Add(ignored);
                }
                else if (IsAsked(found.Box))
                {
                    yield return (found.Score, false);
                }
            }

            int? Best(Func<int, bool> may, Func<int, double> overlap) => Enumerable.Range(0, picture.Truths.Count)
                .Where(i => may(i) && overlap(i) >= minOverlap)
                .OrderByDescending(overlap)
                .Select(i => (int?)i)
                .FirstOrDefault();
        }

        bool IsAsked(ImageBox box) => Area(box) >= minArea && Area(box) <= maxArea;
    }

    private static double Area(ImageBox box) => (double)box.Width * box.Height;

    private static double Shared(ImageBox a, ImageBox b) =>
        Math.Max(0.0, Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left)) * Math.Max(0.0, Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top));

    private static double Union(ImageBox a, ImageBox b) => Shared(a, b) / (Area(a) + Area(b) - Shared(a, b));
}
