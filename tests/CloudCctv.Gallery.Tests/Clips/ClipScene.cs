using CloudCctv.Analysis.Batches;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Health;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Tests.Status;
using CloudCctv.Gallery.Tests.Support;
using CloudCctv.HostileBatches;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Tests.Clips;

/// <summary>Clips as devices send them, through the real handler of batches.</summary>
internal static class ClipScene
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Four seconds of a test picture in H.264, as a device makes it.</summary>
    public static byte[] Film()
    {
        using var folder = new TempFolder();
        return File.ReadAllBytes(Ffmpeg.TestClip(Path.Combine(folder.Path, "clip.mp4"), "libx264", 40, $"{Scene.Width}x{Scene.Height}", "-movflags", "+faststart"));
    }

    public static async Task ArriveAsync(GalleryServer server, EventName eventName, byte[]? film = null)
    {
        var batch = new BatchName(eventName, BatchName.ClipPart);
        await server.Objects.PutNewAsync(new ObjectName(StoreLayout.ObjectFor(batch)), new MemoryStream(RawFilm.InBatch(film ?? Film(), batch).ToBytes()), Token);
        var outcome = await server.Services.GetRequiredService<BatchHandler>().HandleAsync(CommitMessage.For(batch), 1, Token);
        Assert.True(outcome.IsDone, outcome.Why);
    }

    /// <summary>The device of the scene's pictures says that it sends clips.</summary>
    public static Task OfferAsync(GalleryServer server, params string[] missing) => SayAsync(server, new ClipHeartbeat { Missing = missing.Length > 0 ? missing : null });

    /// <summary>The same, with what it says of the clips that were asked for.</summary>
    public static Task SayAsync(GalleryServer server, ClipHeartbeat clips) =>
        StatusScene.ReportAsync(server, StatusScene.Beat("farm", "pi-4", StatusScene.Camera("gate")) with { Clips = clips });

    public static async Task<IReadOnlyList<EventName>> WishesAsync(GalleryServer server)
    {
        await using var found = await server.Objects.OpenReadAsync(new ObjectName(StoreLayout.ClipWishesFor("farm", "pi-4")), Token);
        using var bytes = new MemoryStream();
        await (found?.Content ?? Stream.Null).CopyToAsync(bytes, Token);
        return ClipWishes.Read(bytes.ToArray()).Events;
    }
}
