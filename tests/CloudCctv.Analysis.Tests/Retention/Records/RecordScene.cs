using System.Globalization;
using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Analysis.Fsck;
using CloudCctv.Analysis.Retention.Records;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;
using static CloudCctv.Analysis.Tests.Retention.RetentionScene;

namespace CloudCctv.Analysis.Tests.Retention.Records;

/// <summary>A server that has told of events, and one that is years older.</summary>
internal static class RecordScene
{
    private static readonly string[] Kinds = ["results/", "alerts/sent/", "alerts/opened/", "deleted/"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Analyses an event of that day's noon, tells of it, and has somebody open it.</summary>
    public static async Task<EventName> ToldAsync(this Installation system, int day, string camera = "gate")
    {
        var told = await system.EventAsync(day, camera);
        await system.DeliverLateAsync();
        await system.Get<MannerStore>().OpenedAsync(told, Token);
        return told;
    }

    /// <summary>The same, and somebody deletes it.</summary>
    public static async Task<EventName> DeletedAsync(this Installation system, int day, string camera = "gate")
    {
        var gone = await system.ToldAsync(day, camera);
        await system.Get<SightingStore>().DeleteEventAsync(gone, Token);
        return gone;
    }

    /// <summary>Late events are gathered for a minute.</summary>
    public static async Task DeliverLateAsync(this Installation system)
    {
        await system.DeliverAsync();
        system.Clock.Advance(TimeSpan.FromMinutes(2));
        await system.DeliverAsync();
    }

    public static Task<PruneReport> PruneAsync(this Installation system, bool dryRun = false) => system.Get<PruneRecords>().RunAsync(dryRun, Token);

    /// <summary>All records, by name.</summary>
    public static async Task<IReadOnlyList<string>> RecordsAsync(this Installation system)
    {
        var names = new List<string>();
        foreach (var kind in Kinds)
        {
            names.AddRange(await system.NamesAsync(kind));
        }

        return names;
    }

    public static async Task<IReadOnlyList<Finding>> FsckAsync(this Installation system)
    {
        await system.Get<IndexBuilder>().BuildAsync(Token);
        system.Clock.Advance(TimeSpan.FromMinutes(31));
        return await system.Get<StoreCheckup>().RunAsync(repair: false, Token).ToListAsync(Token);
    }

    /// <summary>Writes something of that name.</summary>
    public static Task MakeAsync(this Installation system, string name, string content = "{}") =>
        system.Store.Objects.PutNewAsync(new ObjectName(name), new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)), Token);

    public static string Date(int day, string format = "yyyy/MM/dd") => FirstNoon.AddDays(day).ToString(format, CultureInfo.InvariantCulture);
}
