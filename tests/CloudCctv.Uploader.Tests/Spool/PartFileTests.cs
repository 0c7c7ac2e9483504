using System.IO.Compression;
using System.Security.Cryptography;
using CloudCctv.Contracts.Batches;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Spool;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Spool;

public sealed class PartFileTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly SpoolFolder spool;

    public PartFileTests() => spool = new SpoolFolder(folder.Path);

    public void Dispose()
    {
        spool.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Seal_Frames_MakesAZipThatAnyReaderOpens()
    {
        WritePart(frames: 3, seal: true);

        using var zip = new ZipArchive(spool.OpenRead(SpoolSample.Batch()));
        var manifest = ReadManifest(zip);

        Assert.Equal(["000001-073205323.jpg", "000002-073205523.jpg", "000003-073205723.jpg", "manifest.json"], zip.Entries.Select(entry => entry.FullName));
        Assert.Equal(3, manifest.Frames.Count);
        Assert.Equal(["drive"], manifest.Frames[0].Zones);
        Assert.All(manifest.Frames, frame =>
        {
            var content = ReadAll(zip.GetEntry(frame.Name)!);
            Assert.Equal((frame.Bytes, frame.Sha256), (content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
        });
    }

    [Fact]
    public void Seal_RealUnzip_FindsNoFault()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "python3 is not installed.");
        WritePart(frames: 2, seal: true);
        using var python = System.Diagnostics.Process.Start("/usr/bin/python3", ["-m", "zipfile", "-t", Directory.GetFiles(folder.Path, "*.zip").Single()]);
        python.WaitForExit();

        Assert.Equal(0, python.ExitCode);
    }

    [Fact]
    public void PowerCut_AtAnyByte_WholeFramesSurvive()
    {
        WritePart(frames: 3, seal: false);
        var part = spool.UnfinishedParts().Single();
        var whole = File.ReadAllBytes(part);
        var ends = EndsOfFrames(whole.Length);

        foreach (var length in Enumerable.Range(0, 60).Select(i => whole.Length * i / 59).Concat(ends).Concat(ends.Select(end => end - 1)))
        {
            File.WriteAllBytes(part, whole[..length]);
            new SpoolRecovery(spool, "pi-4", NullLogger.Instance).Run();

            var expected = ends.Count(end => end <= length);
            Assert.Empty(spool.UnfinishedParts());
            Assert.Equal(expected, FramesInSpool());
            spool.Waiting().ToList().ForEach(spool.Delivered);
        }
    }

    [Fact]
    public void PowerCut_WhileSealing_ManifestIsWrittenAgain()
    {
        WritePart(frames: 2, seal: true);
        var sealed_ = Directory.GetFiles(folder.Path, "*.zip").Single();
        var bytes = File.ReadAllBytes(sealed_);
        foreach (var cut in new[] { 1, 20, 22, 60, 200, 500 })
        {
            File.Delete(sealed_);
            File.WriteAllBytes(sealed_ + ".part", bytes[..^cut]);

            new SpoolRecovery(spool, "pi-4", NullLogger.Instance).Run();

            Assert.Equal(bytes, File.ReadAllBytes(sealed_));
        }
    }

    [Fact]
    public void FlippedBit_InAFrame_OnlyFramesBeforeItSurvive()
    {
        WritePart(frames: 3, seal: false);
        var part = spool.UnfinishedParts().Single();
        var bytes = File.ReadAllBytes(part);
        bytes[EndsOfFrames(bytes.Length)[0] + 2000] ^= 1;
        File.WriteAllBytes(part, bytes);

        new SpoolRecovery(spool, "pi-4", NullLogger.Instance).Run();

        Assert.Equal(1, FramesInSpool());
    }

    [Fact]
    public void Recovery_FileThatIsNoneOfOurs_IsLeftAlone()
    {
        File.WriteAllText(folder.File("notes.zip.part"), "hello");

        new SpoolRecovery(spool, "pi-4", NullLogger.Instance).Run();

        Assert.True(File.Exists(folder.File("notes.zip.part")));
    }

    [Fact]
    public void SecondUploader_OnTheSameSpool_IsRefusedInOneLine()
    {
        var fault = Assert.Throws<SpoolException>(() => new SpoolFolder(folder.Path));

        Assert.Contains(folder.Path, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    private void WritePart(int frames, bool seal)
    {
        using var part = new PartFile(spool, "pi-4", SpoolSample.Batch());
        for (var number = 1; number <= frames; number++)
        {
            using var frame = SpoolSample.Frame(number);
            part.Add(number, frame);
        }

        if (seal)
        {
            part.Seal();
        }
    }

    // All frames have equal lengths here, so their ends divide the file.
    private static List<int> EndsOfFrames(int length) => [length / 3, length / 3 * 2, length];

    private int FramesInSpool()
    {
        if (spool.Waiting() is not [var batch])
        {
            return 0;
        }

        using var zip = new ZipArchive(spool.OpenRead(batch));
        return ReadManifest(zip).Frames.Count;
    }

    private static BatchManifest ReadManifest(ZipArchive zip) =>
        ManifestSerializer.Read(ReadAll(zip.GetEntry(BatchManifest.EntryName)!), SpoolSample.Batch());

    private static byte[] ReadAll(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }
}
