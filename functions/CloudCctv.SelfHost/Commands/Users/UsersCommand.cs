using System.CommandLine;
using System.Globalization;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.SelfHost.Hosting;
using CloudCctv.Storage.Objects;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.SelfHost.Commands.Users;

/// <summary><c>cctv-server users</c>: who signs in to the gallery by name and password. May be used while servers run.</summary>
internal static class UsersCommand
{
    public static Command Create() => new("users", "Add, list and remove those who sign in to the gallery by name and password.")
    {
        Add(),
        List(),
        Remove(),
        Password(),
    };

    private static Command Add()
    {
        var name = NameArgument();
        var role = new Option<UserRole>("--role") { Description = "viewer sees cameras and changes nothing; owner may do everything (viewer)", DefaultValueFactory = _ => UserRole.Viewer };
        var cameras = new Option<string[]>("--camera") { Description = "What a viewer sees: site/camera, site/*, or *", HelpName = "PATTERN", AllowMultipleArgumentsPerToken = true };
        return WithUsers("add", "Add a user and print its password, which is kept nowhere.", [name], [role, cameras], async (users, parsed, token) =>
            await Console.Out.WriteLineAsync(await users.AddAsync(parsed.GetRequiredValue(name), parsed.GetValue(role), parsed.GetValue(cameras) ?? [], token)));
    }

    private static Command List() => WithUsers("list", "List users: name, role, cameras, since when.", [], [], async (users, _, token) =>
    {
        await foreach (var user in users.ListAsync(token))
        {
            await Console.Out.WriteLineAsync(string.Join(
                '\t', user.Name, user.Role.ToString().ToLowerInvariant(), user.Role == UserRole.Owner ? "*" : string.Join(',', user.Cameras), user.AddedAt.ToString("u", CultureInfo.InvariantCulture)));
        }
    });

    private static Command Remove()
    {
        var name = NameArgument();
        return WithUsers("remove", "Remove a user; its sessions end within ten seconds.", [name], [], async (users, parsed, token) =>
        {
            var user = parsed.GetRequiredValue(name);
            await Console.Out.WriteLineAsync(await users.RemoveAsync(user, token) ? "Removed." : throw new UserException($"There is no user '{user}'."));
        });
    }

    private static Command Password()
    {
        var name = NameArgument();
        var stdin = new Option<bool>("--stdin") { Description = "Take the password from the first line of standard input instead of making one" };
        return WithUsers("passwd", "Give a user another password and print it; sessions begun with the old one end within ten seconds, and its passkeys are removed.", [name], [stdin], async (users, parsed, token) =>
        {
            var given = parsed.GetValue(stdin) ? await Console.In.ReadLineAsync(token) ?? "" : null;
            var password = await users.SetPasswordAsync(parsed.GetRequiredValue(name), given, token);
            await Console.Out.WriteLineAsync(given is null ? password : "Changed.");
        });
    }

    private static Argument<string> NameArgument() => new("NAME") { Description = "What the user is called: a-z, 0-9 and hyphens" };

    // Users are sealed under the access key, so this is the server's or none is to be read.
    private static Command WithUsers(string name, string description, Argument[] arguments, Option[] options, Func<UserStore, ParseResult, CancellationToken, Task> act) =>
        StoreCommand.Create(name, description, arguments, options, (settings, services, parsed, token) =>
            act(new UserStore(services.GetRequiredService<IObjectStore>(), ServerKey.Find(settings.Data), TimeProvider.System), parsed, token));
}
