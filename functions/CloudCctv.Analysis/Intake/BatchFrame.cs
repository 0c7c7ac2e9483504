using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Analysis.Intake;

/// <summary>One frame out of a batch, its bytes as the manifest says.</summary>
/// <param name="record">What the manifest says.</param>
/// <param name="jpeg">The bytes, owned by the frame.</param>
/// <param name="size">Width and height.</param>
public sealed class BatchFrame(FrameRecord record, PooledBytes jpeg, JpegHeader size) : IDisposable
{
    public FrameRecord Record { get; } = record;

    public FrameName Name { get; } = FrameName.TryParse(record.Name, out var name) ? name : throw new ArgumentException($"'{record.Name}' is not a frame.", nameof(record));

    public JpegHeader Size { get; } = size;

    public ReadOnlyMemory<byte> Jpeg => jpeg.Memory;

    public void Dispose() => jpeg.Dispose();
}
