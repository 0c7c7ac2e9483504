using System.Buffers.Binary;
using System.Text;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Objects.Sound;
using CloudCctv.Uploader.Tests.Capture;

namespace CloudCctv.Uploader.Tests.Objects.Sound;

/// <summary>With real programs in the place of aplay.</summary>
public sealed class BeeperTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly LineLog log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Play_GivesTheProgramAWavFile()
    {
        var heard = folder.File("heard.wav");
        await using (var beeper = new Beeper("gate", ["sh", "-c", $"cat > '{heard}.part' && mv '{heard}.part' '{heard}'"], log))
        {
            beeper.Play();
            await UntilAsync(() => File.Exists(heard));
        }

        var wav = await File.ReadAllBytesAsync(heard, Token);
        Assert.Equal("RIFF", Encoding.ASCII.GetString(wav, 0, 4));
        Assert.Equal("WAVEfmt ", Encoding.ASCII.GetString(wav, 8, 8));
        Assert.Equal(wav.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(4)));
        Assert.Equal(wav.Length - 44, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(40)));
        Assert.InRange((wav.Length - 44) / 2.0 / ToneWav.SamplesPerSecond, 0.5, 1.5);
        Assert.Contains(Enumerable.Range(0, (wav.Length - 44) / 2), i => BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(44 + (2 * i))) > 20_000);
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task Play_ProgramThatNeverEnds_HoldsNobodyUpAndIsEnded()
    {
        var begun = folder.File("begun");
        await using (var beeper = new Beeper("gate", ["sh", "-c", $"echo >> '{begun}'; exec sleep 600"], log))
        {
            beeper.Play();
            await UntilAsync(() => File.Exists(begun));
            // The second is left out: one is being played.
            beeper.Play();
        }

        Assert.Contains("was ended", Assert.Single(log.Lines), StringComparison.Ordinal);
        Assert.Single(await File.ReadAllLinesAsync(begun, Token));
    }

    [Theory]
    [InlineData("there is no such program", "no-such-program-here")]
    [InlineData("ended with 3. no card", "sh", "-c", "echo no card >&2; exit 3")]
    public async Task Play_ProgramThatFails_IsLogged(string expected, params string[] command)
    {
        await using (var beeper = new Beeper("gate", command, log))
        {
            beeper.Play();
        }

        Assert.Contains(expected, Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(20, deadline.Token);
        }
    }
}
