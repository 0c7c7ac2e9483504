using CloudCctv.Contracts.Geometry;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Privacy;

namespace CloudCctv.Uploader.Settings.Checks;

/// <summary>Zones, masks and lines that are allowed and yet leave a camera blind. A picture of 640×480 is taken as the measure.</summary>
internal static class BlindSpots
{
    /// <summary>Blocks of 16 × 16 pixels, the smallest thing that motion is counted in.</summary>
    private const int BlocksWide = 40;

    private const int BlocksHigh = 30;

    /// <param name="motion">Of one camera.</param>
    /// <param name="privacy">Of the same: what is hidden never moves.</param>
    /// <param name="path">Its key, such as <c>cameras[0].motion</c>.</param>
    /// <returns>One line per warning.</returns>
    public static IEnumerable<string> Of(MotionOptions motion, PrivacyOptions privacy, string path)
    {
        var masked = Blocks([.. motion.Masks, .. privacy.Masks]);
        if (masked.Count == BlocksWide * BlocksHigh)
        {
            yield return $"{path}.masks{(privacy.Masks.Count > 0 ? " and privacy.masks" : "")} cover the whole picture: this camera will never see anything.";
            yield break;
        }

        for (var i = 0; i < motion.Zones.Count; i++)
        {
            var zone = Blocks([motion.Zones[i]]);
            if (zone.Count == 0)
            {
                yield return $"{path}.zones[{i}] ('{motion.Zones[i].Name}') is smaller than one block of 16 × 16 pixels: nothing will ever be seen in it.";
            }
            else if (zone.IsSubsetOf(masked))
            {
                yield return $"{path}.zones[{i}] ('{motion.Zones[i].Name}') lies wholly under masks: nothing will ever be seen in it.";
            }
        }

        for (var i = 0; i < motion.Lines.Count; i++)
        {
            if (motion.Lines[i].From == motion.Lines[i].To)
            {
                yield return $"{path}.lines[{i}] ('{motion.Lines[i].Name}') ends where it begins: nothing will ever cross it.";
            }
            else if (motion.Lines.Take(i).Any(line => line.Name == motion.Lines[i].Name))
            {
                yield return $"{path}.lines[{i}] ('{motion.Lines[i].Name}') has the name of a line before it: the two are counted as one.";
            }
        }

        var watched = Blocks(motion.Zones);
        if (motion.Zones.Count > 0 && watched.IsSubsetOf(masked))
        {
            yield return $"{path}: no zone leaves anything to watch: this camera will never see anything.";
        }
    }

    private static HashSet<int> Blocks(IReadOnlyList<Polygon> areas) =>
    [
        .. Enumerable.Range(0, BlocksWide * BlocksHigh)
            .Where(block => areas.Any(area => area.Contains(((block % BlocksWide) + 0.5) / BlocksWide, ((block / BlocksWide) + 0.5) / BlocksHigh))),
    ];
}
