using CloudCctv.Contracts.Geometry;
using CloudCctv.Uploader.Objects.Comparison;

namespace CloudCctv.Uploader.Objects;

/// <summary>
/// What was found last, and the scene before that. Who stands still is found like a thing; once they have gone, what they stood
/// in front of is compared with the scene before they came, or it would never be told. Not thread-safe.
/// </summary>
internal sealed class LastFinding : IDisposable
{
    // Of the smaller of two boxes.
    private const double SamePlace = 0.5;

    private IReadOnlyList<ObjectChange> changes = [];

    /// <summary>The scene before; null if nothing was found at the last look.</summary>
    public StableView? Before { get; private set; }

    /// <param name="again">What has changed since.</param>
    /// <param name="compare">Tells what has changed since an older scene.</param>
    /// <returns>What is different from <see cref="Before"/> at places that have changed again, and all else of <paramref name="again"/>; null if there is nothing of the first kind.</returns>
    public IReadOnlyList<ObjectChange>? Uncovered(IReadOnlyList<ObjectChange> again, Func<StableView, IReadOnlyList<ObjectChange>> compare)
    {
        var cleared = again.Where(one => changes.Any(other => AreAtOnePlace(one.Box, other.Box))).ToList();
        if (Before is null || cleared.Count == 0)
        {
            return null;
        }

        var behind = compare(Before).Where(one => cleared.Any(other => AreAtOnePlace(one.Box, other.Box))).ToList();
        return behind.Count == 0 ? null : [.. behind, .. again.Except(cleared)];
    }

    /// <summary>Takes the scene over.</summary>
    public void Remember(StableView before, IReadOnlyList<ObjectChange> found)
    {
        Before?.Dispose();
        (Before, changes) = (before, found);
    }

    public void Forget()
    {
        Before?.Dispose();
        (Before, changes) = (null, []);
    }

    public void Dispose() => Forget();

    private static bool AreAtOnePlace(Box one, Box other)
    {
        var width = Math.Max(0, Math.Min(one.Right, other.Right) - Math.Max(one.Left, other.Left));
        var height = Math.Max(0, Math.Min(one.Bottom, other.Bottom) - Math.Max(one.Top, other.Top));
        return width * height >= SamePlace * Math.Min(one.Width * one.Height, other.Width * other.Height);
    }
}
