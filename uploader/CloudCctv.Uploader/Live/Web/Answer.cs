using Microsoft.AspNetCore.Http;

namespace CloudCctv.Uploader.Live.Web;

internal static class Answer
{
    /// <summary>What the page shows to people as it is: one sentence that says what would be right.</summary>
    public static IResult Problem(string text, int status = StatusCodes.Status400BadRequest) => Results.Json(new { Problem = text }, statusCode: status);
}
