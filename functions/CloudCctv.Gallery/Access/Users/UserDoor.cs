using Microsoft.AspNetCore.Http;

namespace CloudCctv.Gallery.Access.Users;

/// <summary>
/// Lets in who knows a password. Hashing is slow on purpose, so that at most two are at it: nobody can keep the machine busy by
/// trying. Thread-safe.
/// </summary>
internal sealed class UserDoor(UserStore users, SignInAttempts attempts) : IDisposable
{
    // A name that nobody has takes as long as one that somebody has.
    private static readonly Lazy<PasswordHash> Nobody = new(() => PasswordHash.Of(AccessKey.Generate().Text));

    private readonly SemaphoreSlim turns = new(2);

    /// <returns>Null if name or password are wrong, or too many were before while this waited for its turn.</returns>
    public async Task<User?> OpenAsync(HttpContext context, string name, string password)
    {
        await turns.WaitAsync(context.RequestAborted);
        try
        {
            if (!attempts.MayTry(context) || password.Length > UserStore.MaxPasswordLength)
            {
                return null;
            }

            var user = await users.FindAsync(name, context.RequestAborted);
            var isRight = (user?.Password ?? Nobody.Value).Matches(password);
            return isRight ? user : null;
        }
        finally
        {
            turns.Release();
        }
    }

    public void Dispose() => turns.Dispose();
}
