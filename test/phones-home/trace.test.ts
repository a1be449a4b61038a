import { describe, expect, it } from 'vitest';
import { readTrace } from './trace.ts';

// Lines as strace 6.1 writes them.
const nothing = { written: [], identities: [], contacted: [] };

describe('readTrace', () => {
  it('ignores files that are only read, and connections on loopback', () => {
    const log = `openat(AT_FDCWD</srv>, "/etc/os-release", O_RDONLY) = 23</etc/os-release>
statx(AT_FDCWD</srv>, "/srv/main.ts", AT_STATX_SYNC_AS_STAT, STATX_ALL, {stx_mask=STATX_ALL, ...}) = 0
openat(AT_FDCWD</srv>, "/home/a/.npmrc", O_WRONLY|O_CREAT, 0666) = -1 EACCES (Permission denied)
bind(21<socket:[1]>, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("127.0.0.1")}, 16) = 0
connect(22<socket:[2]>, {sa_family=AF_INET, sin_port=htons(6379), sin_addr=inet_addr("127.0.0.1")}, 16) = -1 EINPROGRESS (Operation now in progress)
connect(22<socket:[2]>, {sa_family=AF_INET6, sin6_port=htons(80), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::1", &sin6_addr), sin6_scope_id=0}, 28) = 0
sendto(21<socket:[1]>, [{nlmsg_len=20, nlmsg_type=RTM_GETADDR}], 20, 0, {sa_family=AF_NETLINK, nl_pid=0}, 12) = 20
+++ exited with 0 +++
`;
    expect(readTrace(log)).toEqual(nothing);
  });

  it.each([
    [
      'openat(AT_FDCWD</srv>, "/tmp/mat.log", O_WRONLY|O_CREAT|O_TRUNC, 0666) = 22</tmp/mat.log>',
      '/tmp/mat.log',
    ],
    [
      'openat(26</home/a>, "deviceid.tmp", O_RDWR|O_CREAT|O_EXCL, 0600) = 27</home/a/deviceid.tmp>',
      '/home/a/deviceid.tmp',
    ],
    ['mkdir("/home/a/.cache", 0700)              = 0', '/home/a/.cache'],
    ['mkdirat(26</home/a>, "Microsoft", 0700) = 0', '/home/a/Microsoft'],
    ['linkat(26</home/a>, "deviceid.tmp", 26</home/a>, "deviceid", 0) = 0', '/home/a/deviceid'],
    ['rename("/tmp/one", "/tmp/two") = 0', '/tmp/two'],
    ['symlink("target", "/tmp/link") = 0', '/tmp/link'],
    ['creat("/tmp/made", 0644) = 5</tmp/made>', '/tmp/made'],
  ])('names the path that %s wrote', (line, path) => {
    expect(readTrace(line)).toEqual({ ...nothing, written: [path] });
  });

  it.each([
    ['openat(AT_FDCWD</srv>, "/etc/machine-id", O_RDONLY) = 23</etc/machine-id>', '/etc/machine-id'],
    [
      'access("/var/lib/dbus/machine-id", R_OK) = -1 ENOENT (No such file or directory)',
      '/var/lib/dbus/machine-id',
    ],
    [
      'openat(3</sys/class/dmi>, "id/product_uuid", O_RDONLY) = -1 EACCES (Permission denied)',
      '/sys/class/dmi/id/product_uuid',
    ],
    [
      'open("/sys/class/net/eth0/address", O_RDONLY) = 4</sys/class/net/eth0/address>',
      '/sys/class/net/eth0/address',
    ],
  ])('names the identity that %s asks for, found or not', (line, path) => {
    expect(readTrace(line)).toEqual({ ...nothing, identities: [path] });
  });

  it.each([
    [
      'connect(22<socket:[2]>, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("203.0.113.80")}, 16) = -1 EINPROGRESS (Operation now in progress)',
      '203.0.113.80:443',
    ],
    [
      'connect(23<socket:[3]>, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.53")}, 16) = 0',
      '127.0.0.53:53',
    ],
    [
      'connect(23<socket:[3]>, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = -1 ENETUNREACH (Network is unreachable)',
      '2001:db8::1:443',
    ],
    [
      'sendto(9<socket:[4]>, "\\0\\1", 2, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.1")}, 16) = 2',
      '192.0.2.1:53',
    ],
    [
      'connect(23<socket:[3]>, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT (No such file or directory)',
      'unix:/var/run/nscd/socket',
    ],
  ])('names the address that %s contacts, answered or not', (line, address) => {
    expect(readTrace(line)).toEqual({ ...nothing, contacted: [address] });
  });
});
