using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.HostileBatches;

namespace CloudCctv.Analysis.Tests.Clips;

[Collection(nameof(Alone))]
public sealed class ClipMemoryTests
{
    private const int ClipBytes = 60_000_000;

    [Fact]
    public async Task Handle_LargeClip_IsNeverAllInMemory()
    {
        await using var system = new Installation();
        await system.ArriveAsync(await system.SeenAsync("door"));
        var batch = await system.SeenAsync();
        await system.PutClipAsync(batch, RawFilm.Sound(dataBytes: ClipBytes));

        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        Assert.True((await system.HandleClipAsync(batch)).IsDone);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;

        Assert.Equal(ClipFate.Kept, (await system.ClipResultAsync(batch))!.Clip);
        Assert.InRange(allocated, 0, ClipBytes / 4);
    }
}
