using System.Net;
using CloudCctv.Storage.Azure;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;

namespace CloudCctv.Storage.Tests.Azure;

public sealed class AzureFaultTests(AzuriteFixture azurite)
{
    private static readonly ObjectName Name = new("a");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Anything_ServerStopsMidWay_UnreachableUntilItIsBack()
    {
        await using var server = await AzuriteServer.StartAsync(Cancel);
        var store = StoreFactory.Create(new StoreOptions { ConnectionString = server.ConnectionString }, TimeProvider.System);
        await store.EnsureCreatedAsync(Cancel);
        await store.Objects.PutAsync(Name, "1"u8.ToArray(), Cancel);
        await store.Queue.SendAsync("work", Cancel);

        await server.StopAsync();

        await AssertUnreachableAsync(store);

        await server.RestartAsync(Cancel);
        Assert.NotNull(await store.Objects.GetPropertiesAsync(Name, Cancel));
        Assert.Equal("work", (await store.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), Cancel))!.Body);
    }

    [Fact]
    public async Task Anything_WrongKey_UnreachableWithoutSecrets()
    {
        var server = await azurite.ServerAsync();
        var key = Convert.ToBase64String(new byte[64]);
        var store = StoreFactory.Create(new StoreOptions { ConnectionString = server.ConnectionStringWith(key) }, TimeProvider.System);

        await AssertUnreachableAsync(store);

        var fault = await Assert.ThrowsAsync<StoreUnreachableException>(() => store.EnsureCreatedAsync(Cancel));
        Assert.Contains("403", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Anything_ContainerMissing_Unreachable()
    {
        var server = await azurite.ServerAsync();
        var options = new StoreOptions { ConnectionString = server.ConnectionString, Container = AzuriteFixture.UniqueName(), Queue = AzuriteFixture.UniqueName() };

        await AssertUnreachableAsync(StoreFactory.Create(options, TimeProvider.System));
    }

    [Theory]
    [InlineData(400, "InvalidMetadata", typeof(StoreRejectedException))]
    [InlineData(413, "RequestBodyTooLarge", typeof(StoreRejectedException))]
    [InlineData(400, null, typeof(StoreUnreachableException))]
    [InlineData(400, "Md5Mismatch", typeof(StoreUnreachableException))]
    [InlineData(400, "InvalidAuthenticationInfo", typeof(StoreUnreachableException))]
    [InlineData(401, "NoAuthenticationInformation", typeof(StoreUnreachableException))]
    [InlineData(403, "AuthenticationFailed", typeof(StoreUnreachableException))]
    [InlineData(404, "ContainerNotFound", typeof(StoreUnreachableException))]
    [InlineData(407, null, typeof(StoreUnreachableException))]
    [InlineData(408, null, typeof(StoreUnreachableException))]
    [InlineData(409, "ContainerBeingDeleted", typeof(StoreUnreachableException))]
    [InlineData(429, null, typeof(StoreUnreachableException))]
    [InlineData(500, "InternalError", typeof(StoreUnreachableException))]
    [InlineData(503, "ServerBusy", typeof(StoreUnreachableException))]
    public async Task Put_ServiceAnswers_TellsWhoIsAtFault(int status, string? code, Type expected)
    {
        using var link = new FaultyLink { Answer = _ => Answer(status, code) };
        var container = FaultyContainer(link);

        var fault = await Record.ExceptionAsync(() => container.PutAsync(Name, "1"u8.ToArray(), Cancel));

        Assert.IsType(expected, fault);
        Assert.Contains(status.ToString(System.Globalization.CultureInfo.InvariantCulture), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_ServiceSaysWhenToComeBack_IsHandedOnAtOnce()
    {
        using var link = new FaultyLink { Answer = _ => Answer(503, "ServerBusy", retryAfterSeconds: 3600) };

        var fault = await Assert.ThrowsAsync<StoreUnreachableException>(() => FaultyContainer(link).PutAsync(Name, "1"u8.ToArray(), Cancel));

        Assert.Equal(TimeSpan.FromHours(1), fault.RetryAfter);
    }

    [Fact]
    public async Task Put_GatewaySaysWhenToComeBackAsADate_IsReadByItsOwnClock()
    {
        var date = new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
        using var link = new FaultyLink
        {
            Answer = _ =>
            {
                var answer = Answer(503, null);
                (answer.Headers.Date, answer.Headers.RetryAfter) = (date, new(date.AddMinutes(7)));
                return answer;
            },
        };

        var fault = await Assert.ThrowsAsync<StoreUnreachableException>(() => FaultyContainer(link).PutAsync(Name, "1"u8.ToArray(), Cancel));

        Assert.Equal(TimeSpan.FromMinutes(7), fault.RetryAfter);
    }

    [Fact]
    public async Task Put_CallerCancels_IsNoFault()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        using var link = new FaultyLink
        {
            Answer = _ =>
            {
                cancel.Cancel();
                throw new HttpRequestException("Connection reset by peer");
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FaultyContainer(link).PutAsync(Name, "1"u8.ToArray(), cancel.Token));
    }

    private static BlobObjectStore FaultyContainer(FaultyLink link)
    {
        var options = AzureClients.BlobOptions();
        options.Transport = link.Transport;
        return new BlobObjectStore(new(new Uri("http://127.0.0.1:1/account/container"), options));
    }

    private static HttpResponseMessage Answer(int status, string? code, int? retryAfterSeconds = null)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("") };
        if (code is not null)
        {
            answer.Headers.Add("x-ms-error-code", code);
        }

        if (retryAfterSeconds is { } seconds)
        {
            answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        }

        return answer;
    }

    private static async Task AssertUnreachableAsync(Store store)
    {
        var objects = store.Objects;
        await Assert.ThrowsAsync<StoreUnreachableException>(() => objects.PutNewAsync(Name, new MemoryStream([1]), Cancel));
        await Assert.ThrowsAsync<StoreUnreachableException>(() => objects.PutNewAsync(Name, new MemoryStream(new byte[3_000_000]), Cancel));
        await Assert.ThrowsAsync<StoreUnreachableException>(() => objects.PutAsync(Name, "1"u8.ToArray(), Cancel));
        await Assert.ThrowsAsync<StoreUnreachableException>(() => objects.TryReplaceAsync(Name, "1"u8.ToArray(), new ETag("\"1\""), Cancel));
        await Assert.ThrowsAsync<StoreUnreachableException>(() => objects.OpenReadAsync(Name, Cancel));
        await Assert.ThrowsAsync<StoreUnreachableException>(() => objects.GetPropertiesAsync(Name, Cancel));
        await Assert.ThrowsAsync<StoreUnreachableException>(() => objects.DeleteAsync(Name, Cancel));
        await Assert.ThrowsAsync<StoreUnreachableException>(async () => await objects.ListAsync("", Cancel).ToListAsync(Cancel));
        await Assert.ThrowsAsync<StoreUnreachableException>(async () => await objects.ListFoldersAsync("", Cancel).ToListAsync(Cancel));
        await Assert.ThrowsAsync<StoreUnreachableException>(() => store.Queue.SendAsync("work", Cancel));
        await Assert.ThrowsAsync<StoreUnreachableException>(() => store.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), Cancel));
        await Assert.ThrowsAsync<StoreUnreachableException>(() => store.Queue.CountAsync(Cancel));
    }
}
