using CloudCctv.SelfHost.Tests.Support;
using CloudCctv.Tests.Support;

namespace CloudCctv.SelfHost.Tests.Commands;

public sealed class UsersTests
{
    [Fact]
    public async Task Users_AddListPasswdRemove_AsAnOwnerWould()
    {
        using var folder = new TempFolder();

        var added = await RunAsync("add", "anna", "--camera", "farm/*", "barn/gate");
        var boss = await RunAsync("add", "boss", "--role", "owner");
        var listed = await RunAsync("list");
        var wrong = await RunAsync("add", "eve");
        var renewed = await RunAsync("passwd", "anna");
        var removed = await RunAsync("remove", "boss");
        var unknown = await RunAsync("remove", "boss");
        var after = await RunAsync("list");

        Assert.Equal((0, 0), (added.ExitCode, boss.ExitCode));
        Assert.Matches("^([0-9a-z]{4}-){3}[0-9a-z]{4}$", Assert.Single(added.OutputLines));
        Assert.Equal(2, listed.OutputLines.Length);
        Assert.StartsWith("anna\tviewer\tfarm/*,barn/gate\t", listed.OutputLines[0], StringComparison.Ordinal);
        Assert.StartsWith("boss\towner\t*\t", listed.OutputLines[^1], StringComparison.Ordinal);
        Assert.Equal((2, "A viewer needs cameras: site/camera, site/* for all of a site, or * for all."), (wrong.ExitCode, Assert.Single(wrong.ErrorLines)));
        Assert.NotEqual(Assert.Single(added.OutputLines), Assert.Single(renewed.OutputLines));
        Assert.Equal(0, removed.ExitCode);
        Assert.Equal((2, "There is no user 'boss'."), (unknown.ExitCode, Assert.Single(unknown.ErrorLines)));
        Assert.StartsWith("anna\t", Assert.Single(after.OutputLines), StringComparison.Ordinal);

        Task<Ended> RunAsync(params string[] arguments) => ServerProgram.RunAsync(ServerProgram.Command(["users", .. arguments, "--data", folder.Path]));
    }
}
