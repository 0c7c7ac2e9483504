using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;

namespace CloudCctv.Analysis.Alerts.Mail;

/// <summary>
/// Sends a mail with the preview in it. A repeat has the same Message-ID, so that mailboxes which look at it keep one. Nothing
/// can be changed after that. Thread-safe.
/// </summary>
public sealed class MailChannel(MailOptions options, TimeProvider time) : IAlertChannel
{
    private const string PictureId = "picture";

    // AlertOptions.Lease is longer.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    public string Name => options.Name;

    public async Task<AlertOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var client = new SmtpClient(options.Host, options.Port) { EnableSsl = options.StartTls, DeliveryFormat = SmtpDeliveryFormat.International };
        if (options.User is { Length: > 0 } user)
        {
            client.Credentials = new NetworkCredential(user, options.Password);
        }

        try
        {
            using var mail = Compose(message);
            await client.SendMailAsync(mail, either.Token);
            return AlertOutcome.Delivered;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new AlertOutcome(AlertVerdict.TryLater, "no answer in time");
        }
        catch (SmtpException exception)
        {
            // The server's own words may hold addresses: only its code is repeated.
            var isFault = exception.StatusCode is SmtpStatusCode.MailboxNameNotAllowed or SmtpStatusCode.ExceededStorageAllocation;
            return new AlertOutcome(isFault ? AlertVerdict.Refused : AlertVerdict.TryLater, Reason(exception));
        }
    }

    private static string Reason(SmtpException exception) => exception.InnerException switch
    {
        AuthenticationException => "the server's certificate is not trusted",
        _ when exception.StatusCode == SmtpStatusCode.GeneralFailure => "no connection",
        _ => $"SMTP {(int)exception.StatusCode} {exception.StatusCode}",
    };

    private MailMessage Compose(AlertMessage message)
    {
        var alert = message.Alert;
        var link = message.Link?.AbsoluteUri;
        var quiet = string.Concat(message.Actions.Select(action => $"{action.Label}: {action.Url.AbsoluteUri}\n"));
        var mail = new MailMessage(options.From, options.To, alert.Title(), $"{message.Text}\n{link}\n{quiet}") { BodyEncoding = Encoding.UTF8, SubjectEncoding = Encoding.UTF8 };
        var host = mail.From!.Host;
        mail.Headers.Add("Message-ID", $"<{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(alert.Key)).AsSpan(0, 16))}@{host}>");
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        var picture = message.Preview.IsEmpty ? "" : $"""<p><img src="cid:{PictureId}" alt="{WebUtility.HtmlEncode(alert.Label)}" style="max-width:100%"></p>""";
        var open = link is null ? "" : $"""<p><a href="{WebUtility.HtmlEncode(link)}">Open the event</a></p>""";
        var actions = string.Join(" · ", message.Actions.Select(action => $"""<a href="{WebUtility.HtmlEncode(action.Url.AbsoluteUri)}">{WebUtility.HtmlEncode(action.Label)}</a>"""));
        var html = AlternateView.CreateAlternateViewFromString($"<p>{WebUtility.HtmlEncode(message.Text)}</p>{picture}{open}{(actions.Length == 0 ? "" : $"<p>{actions}</p>")}", Encoding.UTF8, MediaTypeNames.Text.Html);
        if (!message.Preview.IsEmpty)
        {
            html.LinkedResources.Add(new LinkedResource(new MemoryStream(message.Preview.ToArray()), MediaTypeNames.Image.Jpeg) { ContentId = PictureId });
        }

        mail.AlternateViews.Add(html);
        return mail;
    }
}
