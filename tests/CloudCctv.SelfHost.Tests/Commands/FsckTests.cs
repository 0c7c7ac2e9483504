using System.Text.Json;
using CloudCctv.SelfHost.Tests.Support;
using CloudCctv.Tests.Support;

namespace CloudCctv.SelfHost.Tests.Commands;

/// <summary>The command around the checks; each kind of damage is in the tests of the checks.</summary>
public sealed class FsckTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fsck_StoreInOrder_SaysSoAndEndsWith0()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("store", "objects"));

        var ended = await ServerProgram.RunAsync("fsck", "--data", folder.Path);

        Assert.Equal((0, "The store is in order."), (ended.ExitCode, Assert.Single(ended.OutputLines)));
    }

    [Fact]
    public async Task Fsck_LeftClaim_IsNamedThenRepairedThenGone()
    {
        using var folder = new TempFolder();
        var claim = folder.File("store", "objects", "claims", "farm", "gate", "2026", "11", "20", "073205123-4k7x9m2q-0001.zip.json");
        Directory.CreateDirectory(Path.GetDirectoryName(claim)!);
        await File.WriteAllTextAsync(claim, "{ torn", Token);

        var found = await ServerProgram.RunAsync("fsck", "--data", folder.Path);
        var repaired = await ServerProgram.RunAsync("fsck", "--data", folder.Path, "--repair", "--json");
        var after = await ServerProgram.RunAsync("fsck", "--data", folder.Path);

        Assert.Equal(1, found.ExitCode);
        Assert.Equal("claim-unreadable: 1 (--repair will delete it)", found.OutputLines[0]);
        Assert.Contains("claims/farm/gate/2026/11/20/073205123-4k7x9m2q-0001.zip.json", found.OutputLines[1], StringComparison.Ordinal);
        Assert.Equal(0, repaired.ExitCode);
        using var json = JsonDocument.Parse(repaired.Output);
        Assert.True(json.RootElement.GetProperty("ok").GetBoolean());
        Assert.Equal(1, json.RootElement.GetProperty("counts").GetProperty("claim-unreadable").GetInt32());
        Assert.True(json.RootElement.GetProperty("findings")[0].GetProperty("repaired").GetBoolean());
        Assert.Equal(0, after.ExitCode);
        Assert.False(File.Exists(claim));
    }

    [Fact]
    public async Task Fsck_NoStoreThere_IsOneLineAndExitCode2()
    {
        using var folder = new TempFolder();

        var ended = await ServerProgram.RunAsync("fsck", "--data", folder.File("elsewhere"));

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("there is no store here", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }
}
