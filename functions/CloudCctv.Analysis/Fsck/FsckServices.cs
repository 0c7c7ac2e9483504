using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Analysis.Sweep;
using CloudCctv.Analysis.Tracks.Rules;
using CloudCctv.Storage.Objects;
using CloudCctv.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Analysis.Fsck;

public static class FsckServices
{
    /// <summary>Adds <see cref="StoreCheckup"/>. Needs what <c>AddCloudCctvAnalysis</c> adds, and opens no model.</summary>
    public static IServiceCollection AddCloudCctvFsck(this IServiceCollection services) => services.AddSingleton(provider =>
    {
        var (store, time, sweep) = (Get<IObjectStore>(provider), Get<TimeProvider>(provider), Get<SweepOptions>(provider));
        var (claims, batches, results) = (Get<ClaimStore>(provider), Get<BatchReader>(provider), Get<ResultStore>(provider));
        var reader = new ResultReader(store, results, Get<DeletionLog>(provider));
        var outbox = Get<AlertOutbox>(provider);
        return new StoreCheckup(
        [
            new BatchCheck(store, Get<IWorkQueue>(provider), batches, results, reader, claims, Get<OrphanSweep>(provider), sweep, time),
            new ResultCheck(store, reader, batches, outbox),
            new SightingCheck(store, Get<SightingStore>(provider), new ClipCheck(Get<ClipStore>(provider), Get<ClipJudge>(provider)), Get<SightingOptions>(provider), sweep, time),
            Index(provider, store, sweep, time),
            new OutboxCheck(outbox, Get<AlertOptions>(provider), time),
            new ClaimCheck(claims, Get<ClaimSweep>(provider), sweep, time),
            new QuarantineCheck(store, Get<QuarantineStore>(provider), sweep, time),
            new RuleCheck(store, Get<RuleStore>(provider)),
        ]);
    });

    private static IndexCheck Index(IServiceProvider provider, IObjectStore store, SweepOptions sweep, TimeProvider time) => new(
        store, Get<SightingCalendar>(provider), Get<IndexReach>(provider), Get<IndexShelf>(provider), Get<IndexSource>(provider), Get<SightingIndex>(provider), Get<IndexBuilder>(provider), sweep, time);

    private static T Get<T>(IServiceProvider provider)
        where T : notnull => provider.GetRequiredService<T>();
}
