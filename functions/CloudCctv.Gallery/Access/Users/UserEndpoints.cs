using CloudCctv.Gallery.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Access.Users;

/// <summary>The owner's page of users: add, new password, remove.</summary>
internal static class UserEndpoints
{
    public const string Path = "/users";

    public static void MapUsers(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, (UserStore users, CancellationToken cancellationToken) => ShowAsync(users, new(), StatusCodes.Status200OK, cancellationToken));
        endpoints.MapPost($"{Path}/add", AddAsync).TakesForm();
        endpoints.MapPost($"{Path}/password/{{name}}", PasswordAsync).TakesForm();
        endpoints.MapPost($"{Path}/remove/{{name}}", RemoveAsync).TakesForm();
    }

    private static async Task<IResult> ShowAsync(UserStore users, UserNotice notice, int status, CancellationToken cancellationToken) =>
        new RazorComponentResult<UsersPage>(new { Users = await users.ListAsync(cancellationToken).ToListAsync(cancellationToken), Notice = notice }) { StatusCode = status };

    private static async Task<IResult> AddAsync(HttpContext context, UserStore users, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var name = form["name"].ToString().Trim();
        var role = form["role"] == "owner" ? UserRole.Owner : UserRole.Viewer;
        var cameras = form["cameras"].ToString().Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return await ShowPasswordAsync(users, name, () => users.AddAsync(name, role, cameras, cancellationToken), cancellationToken);
    }

    private static Task<IResult> PasswordAsync(string name, UserStore users, CancellationToken cancellationToken) =>
        ShowPasswordAsync(users, name, () => users.SetPasswordAsync(name, password: null, cancellationToken), cancellationToken);

    private static async Task<IResult> RemoveAsync(string name, UserStore users, CancellationToken cancellationToken)
    {
        await users.RemoveAsync(name, cancellationToken);
        return Results.LocalRedirect(Path);
    }

    // The page itself rather than a way to it: the password is shown once, and is in no address.
    private static async Task<IResult> ShowPasswordAsync(UserStore users, string name, Func<Task<string>> make, CancellationToken cancellationToken)
    {
        try
        {
            return await ShowAsync(users, new() { User = name, Password = await make() }, StatusCodes.Status200OK, cancellationToken);
        }
        catch (UserException exception)
        {
            return await ShowAsync(users, new() { Fault = exception.Message }, StatusCodes.Status400BadRequest, cancellationToken);
        }
    }
}

/// <summary>What the page has to say besides the users.</summary>
public sealed record UserNotice
{
    public string? User { get; init; }

    /// <summary>Of that user, just now.</summary>
    public string? Password { get; init; }

    public string? Fault { get; init; }
}
