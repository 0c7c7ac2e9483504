using CloudCctv.Gallery.Layout;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CloudCctv.Gallery.Access;

/// <summary>What somebody is told who is signed in and may not. The same whether the thing is there or not.</summary>
internal static class ForbiddenPage
{
    public static Task AnswerAsync(HttpContext context) => new RazorComponentResult<MessagePage>(new
    {
        Title = "Not for you",
        Text = "Your sign-in does not reach this. The owner can give you rights to more cameras.",
    })
    {
        StatusCode = StatusCodes.Status403Forbidden,
    }.ExecuteAsync(context);
}
