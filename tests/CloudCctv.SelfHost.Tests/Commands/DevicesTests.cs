using CloudCctv.SelfHost.Tests.Support;
using CloudCctv.Storage;
using CloudCctv.Tests.Support;

namespace CloudCctv.SelfHost.Tests.Commands;

public sealed class DevicesTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Devices_AddListRevoke_AsAnOwnerWould()
    {
        using var folder = new TempFolder();
        var name = AzuriteFixture.UniqueName()[..20];
        var connection = (await azurite.ServerAsync()).ConnectionString;
        await StoreFactory.Create(new StoreOptions { ConnectionString = connection, Container = name, Queue = name }, TimeProvider.System)
            .EnsureCreatedAsync(TestContext.Current.CancellationToken);

        var added = await RunAsync("devices", "add", "gate-pi", "--site", "farm", "--camera", "gate", "--data", folder.Path);
        var listed = await RunAsync("devices", "list", "--data", folder.Path);
        var again = await RunAsync("devices", "add", "Gate Pi", "--site", "farm", "--data", folder.Path);
        var revoked = await RunAsync("devices", "revoke", "gate-pi", "--data", folder.Path);
        var after = await RunAsync("devices", "list", "--data", folder.Path);
        var unknown = await RunAsync("devices", "revoke", "nobody", "--data", folder.Path);

        Assert.Equal(0, added.ExitCode);
        Assert.Matches("^([0-9a-z]{4}-){3}[0-9a-z]{4}$", Assert.Single(added.OutputLines));
        Assert.Equal("gate-pi\tfarm\tgate\tunpaired\tnever", Assert.Single(listed.OutputLines));
        Assert.Equal((2, "Device 'Gate Pi' is not a valid name: 1 to 40 of a-z, 0-9 and hyphens, not starting or ending with a hyphen."), (again.ExitCode, Assert.Single(again.ErrorLines)));
        Assert.Equal(0, revoked.ExitCode);
        Assert.Contains("\trevoked\t", Assert.Single(after.OutputLines), StringComparison.Ordinal);
        Assert.Equal((2, "There is no device 'nobody'."), (unknown.ExitCode, Assert.Single(unknown.ErrorLines)));

        Task<Ended> RunAsync(params string[] arguments)
        {
            var command = ServerProgram.Command(arguments);
            (command.Environment["CLOUDCCTV_STORE"], command.Environment["CLOUDCCTV_CONTAINER"], command.Environment["CLOUDCCTV_QUEUE"]) = (connection, name, name);
            return ServerProgram.RunAsync(command);
        }
    }
}
