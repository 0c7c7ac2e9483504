using System.Buffers.Binary;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Spool.Zip;

namespace CloudCctv.Uploader.Tests.Spool;

public sealed class TornHeaderTests
{
    [Fact]
    public void HeaderThatClaimsSixtyMegabytes_InATornPart_TakesNoRoomForThem()
    {
        using var folder = new TempFolder();
        var path = folder.File("torn");
        using (var part = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            new StoredZipWriter(part, [], 0).Add("000001-073205123.jpg", DateTimeOffset.UnixEpoch, new byte[500]);
        }

        var bytes = File.ReadAllBytes(path);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(18), 60 << 20);
        File.WriteAllBytes(path, bytes);
        using var torn = File.OpenHandle(path);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var (entries, end) = StoredZipScanner.Scan(torn);

        Assert.Empty(entries);
        Assert.Equal(0, end);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }
}
