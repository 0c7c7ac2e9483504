namespace CloudCctv.Detection.Faces.Haar;

/// <summary>A square of pixels in which a face may be.</summary>
internal readonly record struct FaceWindow(int Left, int Top, int Width, int Height);

/// <summary>
/// A real face is found by many windows that lie a little beside each other; one that stands alone is chance. (Viola and Jones
/// 2001, section 5.6, with the measure of likeness of OpenCV's <c>groupRectangles</c>.)
/// </summary>
internal static class WindowGroups
{
    /// <summary>How far sides of one group may lie apart, of the mean of their widths and heights.</summary>
    private const double Likeness = 0.2;

    // A group of this many within a larger group is believed beside it only if it is the stronger.
    private const int WeakGroup = 3;

    /// <returns>The mean of each group of more than <paramref name="minNeighbours"/>, with how many are in it, that is not part of a larger and stronger one.</returns>
    public static IReadOnlyList<(FaceWindow Window, int Count)> Of(IReadOnlyList<FaceWindow> windows, int minNeighbours)
    {
        var groups = Partition(windows).Where(group => group.Count > minNeighbours).Select(group => (Window: Mean(group), group.Count)).ToList();
        return [.. groups.Where((group, i) => !groups.Where((other, j) => i != j && IsPartOf(group, other)).Any())];
    }

    private static IEnumerable<List<FaceWindow>> Partition(IReadOnlyList<FaceWindow> windows)
    {
        var parent = Enumerable.Range(0, windows.Count).ToArray();
        for (var i = 0; i < windows.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (AreAlike(windows[i], windows[j]))
                {
                    parent[Root(i)] = Root(j);
                }
            }
        }

        return windows.Select((window, i) => (Window: window, Root: Root(i))).GroupBy(one => one.Root).Select(group => group.Select(one => one.Window).ToList());

        int Root(int of)
        {
            while (parent[of] != of)
            {
                of = parent[of] = parent[parent[of]];
            }

            return of;
        }
    }

    private static bool AreAlike(FaceWindow a, FaceWindow b)
    {
        var most = Likeness * (Math.Min(a.Width, b.Width) + Math.Min(a.Height, b.Height)) / 2;
        return Math.Abs(a.Left - b.Left) <= most && Math.Abs(a.Top - b.Top) <= most
            && Math.Abs(a.Left + a.Width - b.Left - b.Width) <= most && Math.Abs(a.Top + a.Height - b.Top - b.Height) <= most;
    }

    private static FaceWindow Mean(List<FaceWindow> group) => new(
        Rounded(group.Average(one => one.Left)), Rounded(group.Average(one => one.Top)),
        Rounded(group.Average(one => one.Width)), Rounded(group.Average(one => one.Height)));

    private static int Rounded(double value) => (int)Math.Round(value);

    private static bool IsPartOf((FaceWindow Window, int Count) one, (FaceWindow Window, int Count) other)
    {
        var (a, b) = (one.Window, other.Window);
        int across = Rounded(b.Width * Likeness), down = Rounded(b.Height * Likeness);
        return a.Left >= b.Left - across && a.Top >= b.Top - down
            && a.Left + a.Width <= b.Left + b.Width + across && a.Top + a.Height <= b.Top + b.Height + down
            && (other.Count > Math.Max(WeakGroup, one.Count) || one.Count < WeakGroup);
    }
}
