namespace CloudCctv.Detection.Evaluation;

/// <summary>How alerts would do at one threshold: a picture alerts if anything in it scores at least that.</summary>
/// <param name="Threshold">Lowest score that counts, 0 to 1.</param>
/// <param name="Alerted">Pictures with people that alert.</param>
/// <param name="Missed">Pictures with people that do not.</param>
/// <param name="FalseAlarms">Pictures without people that alert.</param>
/// <param name="Quiet">Pictures without people that do not.</param>
public sealed record PictureCounts(double Threshold, int Alerted, int Missed, int FalseAlarms, int Quiet)
{
    /// <summary>Share of alerts that are right; null without alerts.</summary>
    public double? Precision => Share(Alerted, Alerted + FalseAlarms);

    /// <summary>Share of pictures with people that alert; null without such pictures.</summary>
    public double? Recall => Share(Alerted, Alerted + Missed);

    /// <summary>Harmonic mean of precision and recall; null if there are no people and no alerts.</summary>
    public double? F1 => Share(2 * Alerted, (2 * Alerted) + FalseAlarms + Missed);

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;
}

/// <summary>Whole pictures: is somebody there or not. Pictures with nothing but ignored regions are left out.</summary>
public static class PictureLevel
{
    public static PictureCounts At(double threshold, IEnumerable<ExaminedPicture> pictures)
    {
        int alerted = 0, missed = 0, falseAlarms = 0, quiet = 0;
        foreach (var picture in pictures.Where(picture => picture.IsDecided))
        {
            var alerts = JudgedScore(picture) is { } score && score >= threshold;
            _ = (picture.HasObjects, alerts) switch
            {
                (true, true) => alerted++,
                (true, false) => missed++,
                (false, true) => falseAlarms++,
                (false, false) => quiet++,
            };
        }

        return new PictureCounts(threshold, alerted, missed, falseAlarms, quiet);
    }

    /// <summary>
    /// Area under the receiver operating characteristic: the chance that a picture with people scores higher than one without,
    /// ties counting half (Mann and Whitney, 1947).
    /// </summary>
    /// <returns>0 to 1; null unless there are pictures of both kinds.</returns>
    public static double? RocAuc(IEnumerable<ExaminedPicture> pictures)
    {
        var decided = pictures.Where(picture => picture.IsDecided).Select(picture => (picture.HasObjects, Score: JudgedScore(picture) ?? 0)).ToList();
        double with = decided.Count(picture => picture.HasObjects), without = decided.Count - with;
        if (with == 0 || without == 0)
        {
            return null;
        }

        double below = 0, wins = 0;
        foreach (var tied in decided.GroupBy(picture => picture.Score).OrderBy(group => group.Key))
        {
            double people = tied.Count(picture => picture.HasObjects), nobody = tied.Count() - people;
            wins += people * (below + (nobody / 2));
            below += nobody;
        }

        return wins / (with * without);
    }

    private static float? JudgedScore(ExaminedPicture picture) => picture.Found.Count == 0 ? null : picture.Score;
}
