using Xunit;

namespace CloudCctv.Tests.Support;

/// <summary>
/// One Azurite for a test assembly: <c>[assembly: AssemblyFixture(typeof(AzuriteFixture))]</c>, then a constructor
/// parameter. It starts when the first test asks for it. Tests keep apart by names of containers and queues.
/// </summary>
public sealed class AzuriteFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim starting = new(1);
    private AzuriteServer? server;

    /// <summary>Skips the running test if Azurite is not installed.</summary>
    public async Task<AzuriteServer> ServerAsync()
    {
        await starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return server ??= await AzuriteServer.StartAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            starting.Release();
        }
    }

    /// <summary>A name for a container or a queue that no other test has.</summary>
    public static string UniqueName() => $"test-{Guid.NewGuid():N}";

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        starting.Dispose();
    }
}
