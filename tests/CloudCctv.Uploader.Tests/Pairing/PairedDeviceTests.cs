using System.Security.Cryptography;
using CloudCctv.Analysis.Devices;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Storage.Grants;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;

namespace CloudCctv.Uploader.Tests.Pairing;

/// <summary>A paired device at its daily work, and on bad days.</summary>
public sealed class PairedDeviceTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1_000)]
    [InlineData(3_000_000)]
    public async Task Batch_SmallOrLarge_ArrivesOnce_AndAnotherUnderItsNameIsAConflict(int bytes)
    {
        await using var site = await PairingSite.StartAsync(azurite);
        var device = await site.PairAsync("gate-pi");
        var batch = PairingSite.Batch();
        var name = new ObjectName(StoreLayout.ObjectFor(batch));
        var content = RandomNumberGenerator.GetBytes(bytes);

        Assert.Equal(PutOutcome.Created, await device.Store.Objects.PutNewAsync(name, new MemoryStream(content), Token));
        Assert.Equal(PutOutcome.AlreadyThere, await device.Store.Objects.PutNewAsync(name, new MemoryStream(content), Token));
        Assert.Equal(PutOutcome.Conflict, await device.Store.Objects.PutNewAsync(name, new MemoryStream(RandomNumberGenerator.GetBytes(bytes)), Token));
        await device.Store.Queue.SendAsync(CommitMessage.For(batch), Token);

        var commit = await site.Store.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), Token);
        Assert.True(CommitMessage.TryRead(commit!.Body, out var named, out _));
        Assert.Equal(batch, named);
        await using (var seen = await site.Seen.OpenReadAsync(name, Token))
        {
            using var copy = new MemoryStream();
            await seen!.Content.CopyToAsync(copy, Token);
            Assert.Equal(content, copy.ToArray());
        }

        Assert.True(await site.Seen.DeleteAsync(name, Token));
        Assert.Null(await site.Seen.GetPropertiesAsync(name, Token));
    }

    [Fact]
    public async Task Heartbeat_IsWrittenAgainAndAgain_AndSettingsAreRead()
    {
        await using var site = await PairingSite.StartAsync(azurite);
        var device = (await site.PairAsync("gate-pi")).Store.Objects;
        var heartbeat = new ObjectName(StoreLayout.HealthOf("farm", "gate-pi"));
        var settings = new ObjectName(StoreLayout.SettingsOf("farm", "gate-pi"));
        var signature = new ObjectName(StoreLayout.SignatureOf("farm", "gate-pi"));

        await device.PutAsync(heartbeat, "1"u8.ToArray(), Token);
        await device.PutAsync(heartbeat, "22"u8.ToArray(), Token);
        var before = await device.GetPropertiesAsync(settings, Token);
        await site.Store.Objects.PutAsync(settings, "{}"u8.ToArray(), Token);
        await site.Store.Objects.PutAsync(signature, "sig"u8.ToArray(), Token);

        Assert.Equal(2, (await site.Store.Objects.GetPropertiesAsync(heartbeat, Token))!.Bytes);
        Assert.Null(before);
        Assert.Equal(2, (await device.GetPropertiesAsync(settings, Token))!.Bytes);
        await using var read = await device.OpenReadAsync(signature, Token);
        Assert.Equal(3, read!.Properties.Bytes);
        await Assert.ThrowsAsync<StoreRejectedException>(() => device.DeleteAsync(heartbeat, Token));
    }

    [Fact]
    public async Task WishesForClips_AreRead_AndNothingMoreThanRead()
    {
        await using var site = await PairingSite.StartAsync(azurite);
        var device = (await site.PairAsync("gate-pi")).Store.Objects;
        var name = new ObjectName(StoreLayout.ClipWishesFor("farm", "gate-pi"));
        Assert.Null(await device.GetPropertiesAsync(name, Token));
        await site.Store.Objects.PutAsync(name, "[]"u8.ToArray(), Token);

        var found = await device.GetPropertiesAsync(name, Token);
        await using var read = await device.OpenReadAsync(name, Token);

        Assert.Equal((2, 2), (found!.Bytes, read!.Properties.Bytes));
        Assert.Equal(found.ETag, read.Properties.ETag);
        await Assert.ThrowsAsync<StoreRejectedException>(() => device.PutAsync(name, "[1]"u8.ToArray(), Token));
        await Assert.ThrowsAsync<StoreRejectedException>(() => device.GetPropertiesAsync(new ObjectName(StoreLayout.ClipWishesFor("farm", "barn-pi")), Token));
    }

    [Fact]
    public async Task ServerThatKnowsNoWishes_IsOnePlainRefusal_AndAllElseWorks()
    {
        await using var site = await PairingSite.StartAsync(azurite);
        var paired = await site.PairAsync("gate-pi");
        var device = StoreFactory.CreateLent(new OlderServer(paired.Keeper), TimeProvider.System).Objects;

        var fault = await Assert.ThrowsAsync<StoreRejectedException>(() => device.GetPropertiesAsync(new ObjectName(StoreLayout.ClipWishesFor("farm", "gate-pi")), Token));

        Assert.DoesNotContain("sig=", fault.Message, StringComparison.Ordinal);
        Assert.Null(await device.GetPropertiesAsync(new ObjectName(StoreLayout.SettingsOf("farm", "gate-pi")), Token));
        Assert.Equal(PutOutcome.Created, await device.PutNewAsync(new ObjectName(StoreLayout.ObjectFor(PairingSite.Batch())), new MemoryStream([1]), Token));
    }

    [Fact]
    public async Task List_OfTheCloudSide_MergesAllContainersInOrder()
    {
        await using var site = await PairingSite.StartAsync(azurite);
        var one = await site.PairAsync("gate-pi");
        var two = await site.PairAsync("barn-pi");
        var names = Enumerable.Range(1, 9).Select(part => new ObjectName(StoreLayout.ObjectFor(PairingSite.Batch("farm", $"cam-{part}")))).ToList();
        for (var i = 0; i < names.Count; i++)
        {
            await new[] { one.Store, two.Store, site.Store }[i % 3].Objects.PutNewAsync(names[i], new MemoryStream([1]), Token);
        }

        Assert.Equal(names, await site.Seen.ListAsync(StoreLayout.BatchPrefix, Token).Select(found => found.Name).ToListAsync(Token));
    }

    [Fact]
    public async Task ServerAway_CredentialsHoldToTheirEnd_ThenRenewalSimplyWorksAgain()
    {
        await using var site = await PairingSite.StartAsync(azurite);
        await site.PairAsync("gate-pi");
        var clock = new ManualTimeProvider();
        var device = site.Start("gate-pi", clock);
        var first = await device.Keeper.CurrentAsync(Token);
        await site.CloseAsync();

        clock.Advance(TimeSpan.FromMinutes(45));
        Assert.Same(first, await device.Keeper.CurrentAsync(Token));
        clock.Jump(new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Same(first, await device.Keeper.CurrentAsync(Token));
        clock.Advance(TimeSpan.FromMinutes(16));
        await Assert.ThrowsAsync<StoreUnreachableException>(() => device.Keeper.CurrentAsync(Token));

        clock.Advance(TimeSpan.FromDays(400));
        await site.ReopenAsync();
        site.Clock.Advance(TimeSpan.FromDays(400));
        Assert.NotSame(first, await device.Keeper.CurrentAsync(Token));
        Assert.NotNull((await site.Registry.FindAsync("gate-pi", Token))!.RenewedAt);
    }

    [Fact]
    public async Task Credentials_WhenTwoThirdsAreOver_AreRenewedWithoutARestart()
    {
        await using var site = await PairingSite.StartAsync(azurite);
        await site.PairAsync("gate-pi");
        var clock = new ManualTimeProvider();
        var device = site.Start("gate-pi", clock);
        var first = await device.Keeper.CurrentAsync(Token);

        clock.Advance(TimeSpan.FromMinutes(39));
        Assert.Same(first, await device.Keeper.CurrentAsync(Token));
        clock.Advance(TimeSpan.FromMinutes(2));
        site.Clock.Advance(TimeSpan.FromMinutes(41));
        Assert.NotSame(first, await device.Keeper.CurrentAsync(Token));
        Assert.Equal(PutOutcome.Created, await device.Store.Objects.PutNewAsync(new ObjectName(StoreLayout.ObjectFor(PairingSite.Batch())), new MemoryStream([1]), Token));
    }

    [Fact]
    public async Task Revoked_NoRenewal_AndWhatIsSentLaterIsNotLookedAt()
    {
        await using var site = await PairingSite.StartAsync(azurite);
        var device = await site.PairAsync("gate-pi");
        var before = new ObjectName(StoreLayout.ObjectFor(PairingSite.Batch()));
        var after = new ObjectName(StoreLayout.ObjectFor(PairingSite.Batch()));
        await device.Store.Objects.PutNewAsync(before, new MemoryStream([1]), Token);
        site.Clock.Jump(TimeProvider.System.GetUtcNow().AddSeconds(1));
        await UntilAsync(site.Clock.GetUtcNow());
        await site.Registry.RevokeAsync("gate-pi", Token);
        await UntilAsync(site.Clock.GetUtcNow().AddSeconds(1));
        await device.Store.Objects.PutNewAsync(after, new MemoryStream([1]), Token);

        var refused = await Assert.ThrowsAsync<StoreUnreachableException>(() => site.Start("gate-pi").Keeper.CurrentAsync(Token));

        Assert.True(refused.AccessDenied);
        Assert.Contains("revoked", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(await site.Seen.GetPropertiesAsync(before, Token));
        Assert.Null(await site.Seen.GetPropertiesAsync(after, Token));
        Assert.Equal([before], await site.Seen.ListAsync(StoreLayout.BatchPrefix, Token).Select(found => found.Name).ToListAsync(Token));
    }

    [Fact]
    public async Task Revoked_ComesBackOnceItsLastCredentialsHaveEnded()
    {
        await using var site = await PairingSite.StartAsync(azurite);
        await site.PairAsync("gate-pi");
        var ends = await site.Registry.RevokeAsync("gate-pi", Token);

        await Assert.ThrowsAsync<DeviceException>(() => site.Registry.AddAsync("gate-pi", "farm", [], Token));
        site.Clock.Advance(ends - site.Clock.GetUtcNow());
        var device = await site.PairAsync("gate-pi");

        Assert.NotNull(await device.Keeper.CurrentAsync(Token));
        Assert.False((await site.Registry.FindAsync("gate-pi", Token))!.IsRevoked);
    }

    [Fact]
    public async Task Batch_OfACameraItWasNotPairedFor_IsRejectedOnTheDevice()
    {
        await using var site = await PairingSite.StartAsync(azurite);
        var device = await site.PairAsync("gate-pi", "farm", "gate");
        var barn = new ObjectName(StoreLayout.ObjectFor(PairingSite.Batch("farm", "barn")));

        await Assert.ThrowsAsync<StoreRejectedException>(() => device.Store.Objects.PutNewAsync(barn, new MemoryStream([1]), Token));
        Assert.True((await Assert.ThrowsAsync<StoreUnreachableException>(() => device.Calls.BlobAsync(barn.Value, Token))).AccessDenied);
    }

    private sealed class OlderServer(IGrantSource inner) : IGrantSource
    {
        public string Description => inner.Description;

        public string? FaultOf(ObjectName name) => inner.FaultOf(name);

        public async Task<DeviceGrants> CurrentAsync(CancellationToken cancellationToken) => await inner.CurrentAsync(cancellationToken) with { ClipWishes = null };

        public Task<Uri> BlobAsync(ObjectName name, CancellationToken cancellationToken) => inner.BlobAsync(name, cancellationToken);

        public void Refused(DeviceGrants grants) => inner.Refused(grants);
    }

    // The store's times are the real clock's, in whole seconds.
    private static async Task UntilAsync(DateTimeOffset time)
    {
        while (TimeProvider.System.GetUtcNow() < time)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Token);
        }
    }
}
