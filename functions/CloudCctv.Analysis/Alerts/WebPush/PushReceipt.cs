using System.Globalization;

namespace CloudCctv.Analysis.Alerts.WebPush;

/// <summary>Which subscriptions have been told one revision of an alert: <c>REVISION:ID,ID</c>.</summary>
internal sealed record PushReceipt(int Revision, IReadOnlyList<string> Ids)
{
    /// <param name="text">A receipt of any revision, or null.</param>
    /// <param name="revision">The one that is to be told: what is said of another tells nothing.</param>
    public static PushReceipt Read(string? text, int revision) =>
        text?.Split(':') is [var told, var ids] && told == revision.ToString(CultureInfo.InvariantCulture)
            ? new PushReceipt(revision, ids.Split(',', StringSplitOptions.RemoveEmptyEntries))
            : new PushReceipt(revision, []);

    public bool Has(string id) => Ids.Contains(id);

    public PushReceipt With(IEnumerable<string> more) => this with { Ids = [.. Ids.Union(more)] };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Revision}:{string.Join(',', Ids)}");
}
