namespace CloudCctv.Detection.Decoders;

/// <summary>Keeps, of boxes of one class that overlap too much, the one with the highest score (greedy, per class).</summary>
public static class NonMaximumSuppression
{
    /// <summary>The work grows with the square; no picture holds that many objects, so the lowest scores beyond it are left out.</summary>
    public const int MaxCandidates = 2000;

    /// <summary>Reorders and shortens the list: highest score first. Candidates that are no proper boxes, or whose score is no number up to 1, go too.</summary>
    /// <param name="candidates">In any order.</param>
    /// <param name="maxOverlap">Intersection over union, 0 to 1, up to which both stay.</param>
    public static void Apply(List<Candidate> candidates, float maxOverlap)
    {
        // Float arithmetic in a model may end a hair above 1.
        candidates.RemoveAll(candidate => !(candidate.Score is >= 0 and <= 1.001f) || !candidate.Box.IsProper);
        candidates.Sort(static (a, b) => b.Score.CompareTo(a.Score));
        var kept = 0;
        for (var next = 0; next < Math.Min(candidates.Count, MaxCandidates); next++)
        {
            if (!IsCovered(candidates, kept, candidates[next], maxOverlap))
            {
                candidates[kept++] = candidates[next];
            }
        }

        candidates.RemoveRange(kept, candidates.Count - kept);
    }

    private static bool IsCovered(List<Candidate> candidates, int kept, in Candidate candidate, float maxOverlap)
    {
        for (var i = 0; i < kept; i++)
        {
            if (candidates[i].Label == candidate.Label && candidates[i].Box.Overlap(candidate.Box) > maxOverlap)
            {
                return true;
            }
        }

        return false;
    }
}
