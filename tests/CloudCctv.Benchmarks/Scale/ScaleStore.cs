using System.IO.Compression;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Benchmarks.Scale;

/// <summary>A folder store and its queue, filled as two hundred cameras would: some batches have people in them.</summary>
/// <param name="folder">Of the store.</param>
/// <param name="pictures">What the frames show.</param>
/// <param name="peopleInOneOf">One batch in so many has people in it.</param>
internal sealed class ScaleStore(string folder, ScalePictures pictures, int peopleInOneOf)
{
    public const int FramesPerBatch = 3;

    private const int Cameras = 200;

    private static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow().AddHours(-1);

    private readonly Store store = StoreFactory.Create(new StoreOptions { Folder = folder }, TimeProvider.System);
    private readonly Random random = new(7);
    private int made;

    public string Folder => folder;

    public int PeopleInOneOf => peopleInOneOf;

    public Task<int> WaitingAsync(CancellationToken cancellationToken) => store.Queue.CountAsync(cancellationToken);

    public async Task FillToAsync(int waiting, CancellationToken cancellationToken)
    {
        await store.EnsureCreatedAsync(cancellationToken);
        for (var there = await WaitingAsync(cancellationToken); there < waiting; there++)
        {
            await AddAsync(cancellationToken);
        }
    }

    private async Task AddAsync(CancellationToken cancellationToken)
    {
        var from = made % peopleInOneOf == 0 ? pictures.Busy : pictures.Quiet;
        var name = new BatchName(EventName.New("farm", $"cam-{made % Cameras}", Start.AddMilliseconds(made * 41), random), 1);
        var batch = new BatchMaker(name) { Compression = CompressionLevel.NoCompression };
        for (var frame = 0; frame < FramesPerBatch; frame++)
        {
            batch.With(from[((made / 2) + frame) % from.Count]);
        }

        made++;
        await store.Objects.PutNewAsync(new ObjectName(StoreLayout.ObjectFor(name)), new MemoryStream(batch.ToZip()), cancellationToken);
        await store.Queue.SendAsync(CommitMessage.For(name), cancellationToken);
    }
}
