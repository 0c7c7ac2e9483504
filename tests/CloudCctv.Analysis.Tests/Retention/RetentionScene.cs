using CloudCctv.Analysis.Retention;
using CloudCctv.Analysis.Retention.Audit;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;

namespace CloudCctv.Analysis.Tests.Retention;

/// <summary>A server with events of some days, one person each.</summary>
internal static class RetentionScene
{
    /// <summary>Noon; day 0.</summary>
    public static readonly DateTimeOffset FirstNoon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Installation With(StoreOptions? store = null, params (string Key, string? Value)[] settings) =>
        new(store: store, settings: settings.ToDictionary(one => one.Key, one => one.Value));

    /// <returns>A container of its own on Azurite, or null for a folder.</returns>
    public static async Task<StoreOptions?> StoreAsync(AzuriteFixture azurite, bool onAzure) => onAzure
        ? new StoreOptions { ConnectionString = (await azurite.ServerAsync()).ConnectionString, Container = AzuriteFixture.UniqueName(), Queue = AzuriteFixture.UniqueName() }
        : null;

    /// <summary>Analyses an event of that day's noon, an hour later.</summary>
    public static async Task<EventName> EventAsync(this Installation system, int day, string camera = "gate", int pictures = 1)
    {
        var batch = BatchMaker.For(camera, id: $"{day:D8}", start: FirstNoon.AddDays(day)).With([.. Enumerable.Repeat(Picture.WithPerson(), pictures)]);
        system.SetDay(day);
        await system.PutAsync(batch);
        Assert.True((await system.HandleAsync(batch)).IsDone);
        return batch.Name.Event;
    }

    /// <summary>Makes an event larger.</summary>
    public static Task PadAsync(this Installation system, EventName eventName, int bytes) =>
        system.Store.Objects.PutNewAsync(new ObjectName($"flagged/{eventName}/padding"), new MemoryStream(new byte[bytes]), Token);

    /// <summary>One in the afternoon of a day; never back.</summary>
    public static void SetDay(this Installation system, int day)
    {
        if (FirstNoon.AddDays(day).AddHours(1) - system.Clock.GetUtcNow() is var step && step > TimeSpan.Zero)
        {
            system.Clock.Advance(step);
        }
    }

    public static Task<RetentionReport> RunAsync(this Installation system, bool dryRun = false) => system.Get<EnforceRetention>().RunAsync(dryRun, Token);

    /// <summary>Events that still have anything in the store.</summary>
    public static async Task<IReadOnlyList<string>> KeptAsync(this Installation system) =>
        [.. (await system.NamesAsync("flagged/")).Where(name => name != "flagged/newest.json").Select(name => name["flagged/".Length..name.LastIndexOf('/')]).Distinct()];

    /// <summary>Today's lines by name: the clock stands still, so their times are all the same.</summary>
    public static async Task<IReadOnlyList<AuditLine>> AuditAsync(this Installation system) =>
    [
        .. (await system.Get<AuditLog>().ReadAsync(DateOnly.FromDateTime(system.Clock.GetUtcNow().UtcDateTime), Token).ToListAsync(Token))
            .OrderBy(line => line.What, StringComparer.Ordinal),
    ];
}
