using System.CommandLine;
using CloudCctv.SelfHost.Commands;
using CloudCctv.SelfHost.Commands.Alerts;
using CloudCctv.SelfHost.Commands.Devices;
using CloudCctv.SelfHost.Commands.Feedback;
using CloudCctv.SelfHost.Commands.Models;
using CloudCctv.SelfHost.Commands.Retention;
using CloudCctv.SelfHost.Commands.Users;

var root = new RootCommand("CloudCctv on one machine: analyses what the cameras send, alerts, and shows it.")
{
    RunCommand.Create(),
    KeyCommand.Create(),
    UsersCommand.Create(),
    DetectCommand.Create(),
    FsckCommand.Create(),
    DevicesCommand.Create(),
    ModelsCommand.Create(),
    EvalCommand.Create(),
    FacesCommand.Create(),
    DropboxCommand.Create(),
    RetentionCommand.Create(),
    ExportCommand.Create(),
    EraseCommand.Create(),
    AlertCommand.Create(),
    FeedbackCommand.Create(),
};

// The host ends by itself on SIGTERM and Ctrl+C, and takes the time that it needs.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
