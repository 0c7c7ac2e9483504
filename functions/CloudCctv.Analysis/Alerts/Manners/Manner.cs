namespace CloudCctv.Analysis.Alerts.Manners;

/// <param name="Reason">Why it is not told now; empty if it is.</param>
/// <param name="HoldUntil">When to ask again, UTC; null if only more news can change the answer.</param>
internal readonly record struct Manner(string Reason, DateTimeOffset? HoldUntil)
{
    public static Manner Told => new("", null);

    public bool IsTold => Reason.Length == 0;

    public static Manner Withheld(string reason) => new(reason, null);

    public static Manner Held(string reason, DateTimeOffset until) => new(reason, until);
}
