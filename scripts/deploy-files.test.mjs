import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { isInContext, parseCommand, parseCopy, parseDockerfile } from './lib/dockerfile.mjs';
import { ROOT } from './lib/paths.mjs';

/** @param {string} path relative to the repository */
const read = (path) => readFileSync(join(ROOT, path), 'utf8');
/** @param {string} path relative to the repository */
const exists = (path) => existsSync(join(ROOT, path));

const compose = parse(read('docker/compose.yaml'), { merge: true });
/** @type {[string, any][]} */
const services = Object.entries(compose.services);
const manifest = JSON.parse(read('package.json'));

for (const file of ['docker/api.Dockerfile', 'docker/web.Dockerfile']) {
  describe(file, () => {
    const stages = parseDockerfile(read(file));
    const last = stages.at(-1);
    assert.ok(last);
    /** @param {string} name */
    const valueOf = (name) => last.instructions.findLast((instruction) => instruction.name === name)?.value;

    it('copies only what exists and reaches the builder', () => {
      const names = new Set(stages.map(({ as }) => as));
      for (const { instructions } of stages) {
        for (const { value } of instructions.filter(({ name }) => name === 'COPY')) {
          const { stage, sources } = parseCopy(value);
          if (stage) assert.ok(names.has(stage), `${value}: no stage ${stage}`);
          else
            for (const source of sources)
              assert.ok(exists(source) && isInContext(read('.dockerignore'), source), source);
        }
      }
    });

    it('runs as a user without rights, says whether it is well, and gets the signal to stop', () => {
      assert.equal(valueOf('USER'), 'node');
      assert.equal(parseCommand(valueOf('HEALTHCHECK') ?? '')[0], 'node');
      assert.equal(parseCommand(valueOf('CMD') ?? '')[0], 'node');
    });

    it('builds on a supported Node, from the lockfile, without install scripts', () => {
      for (const { from, instructions } of stages) {
        assert.match(from, /^node:(22|24)-/);
        for (const { value } of instructions
          .filter(({ name }) => name === 'RUN')
          .filter((run) => run.value.includes('npm'))) {
          assert.match(value, /^npm ci --ignore-scripts/);
        }
      }
    });
  });
}

/** @param {string[] | Record<string, unknown>} list */
const namesIn = (list) => (Array.isArray(list) ? list : Object.keys(list));

describe('docker/compose.yaml', () => {
  it('builds from files that exist', () => {
    for (const [name, { build }] of services) {
      if (!build) continue;
      assert.ok(exists(join('docker', build.context, build.dockerfile)), name);
    }
  });

  it('refers only to services, volumes and networks that it declares', () => {
    for (const [name, service] of services) {
      for (const other of Object.keys(service.depends_on ?? {}))
        assert.ok(other in compose.services, `${name}: ${other}`);
      for (const network of namesIn(service.networks)) assert.ok(network in compose.networks, `${name}: ${network}`);
      for (const volume of service.volumes ?? [])
        assert.ok(volume.split(':')[0] in compose.volumes, `${name}: ${volume}`);
    }
  });

  it('runs programs that the images hold', () => {
    for (const [name, { command }] of services) {
      for (const file of String(command).match(/backend\/dist\/[\w./-]+/g) ?? [])
        assert.ok(exists(file.replace('dist', 'src').replace('.js', '.ts')), `${name}: ${file}`);
    }
  });

  it('finds every database where a service runs', () => {
    for (const [name, { environment = {} }] of services) {
      const hosts = /@([^/]+)\//.exec(environment.DATABASE_URL ?? '')?.[1] ?? '';
      for (const host of hosts.match(/[\w-]+(?=:)/g) ?? []) assert.ok(host in compose.services, `${name}: ${host}`);
    }
  });

  it('demands each secret and knows none', () => {
    for (const [name, { environment = {} }] of services) {
      for (const [setting, value] of Object.entries(environment)) {
        if (!/SECRET$|PASSWORD$/.test(setting) || setting.endsWith('_RANDOM_ROOT_PASSWORD')) continue;
        assert.match(String(value), /^\$\{\w+(:\?.+|:-)\}$/, `${name}: ${setting}`);
      }
    }
    for (const setting of ['APP_SECRET', 'WEB_CLIENT_SECRET', 'NEXTAUTH_SECRET', 'MYSQL_PASSWORD']) {
      assert.ok(read('docker/compose.yaml').includes(`\${${setting}:?`), setting);
      assert.match(read('docker/compose.env.example'), new RegExp(`^${setting}=$`, 'm'));
    }
  });

  it('gives the web app no secret of the API', () => {
    for (const web of [compose.services.web, compose.services['cluster-web']]) {
      for (const setting of ['APP_SECRET', 'DATABASE_URL']) assert.ok(!(setting in web.environment), setting);
    }
  });

  it('lets our own containers write nowhere but their data, and gain no rights', () => {
    for (const name of ['api', 'migrate', 'web']) {
      const service = compose.services[name];
      assert.equal(service.read_only, true, name);
      assert.deepEqual(service.cap_drop, ['ALL'], name);
      assert.deepEqual(service.security_opt, ['no-new-privileges:true'], name);
    }
  });

  it('shows nothing to other machines', () => {
    for (const [name, { ports = [] }] of services) {
      for (const port of ports) assert.match(port, /^127\.0\.0\.1:/, name);
    }
  });

  it('sets only settings that exist', () => {
    const known = new Set(read('.env.example').match(/(?<=^#)[A-Z][A-Z0-9_]+(?==)/gm));
    for (const name of ['api', 'web']) {
      for (const setting of Object.keys(compose.services[name].environment)) assert.ok(known.has(setting), setting);
    }
  });
});

for (const name of readdirSync(join(ROOT, '.github/workflows'))) {
  describe(`.github/workflows/${name}`, () => {
    const text = read(`.github/workflows/${name}`);
    const workflow = parse(text);
    /** @type {any[]} */
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

    it('pins every action by commit and tells its version', () => {
      const uses = text.match(/^.*\buses:.*$/gm) ?? [];
      assert.ok(uses.length > 0);
      for (const line of uses) assert.match(line, /uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    });

    it('may only read, and every job ends some time', () => {
      assert.deepEqual(workflow.permissions, { contents: 'read' });
      for (const [job, content] of Object.entries(workflow.jobs)) assert.ok(content['timeout-minutes'] <= 60, job);
    });

    it('calls npm scripts and files that exist', () => {
      const commands = steps.map(({ run }) => run ?? '').join('\n');
      for (const [, script = ''] of commands.matchAll(/npm run ([\w:-]+)/g))
        assert.ok(script in manifest.scripts, script);
      for (const [, file = ''] of commands.matchAll(/(?:--file|node|bash) ([\w./-]+\.\w+)/g))
        assert.ok(exists(file), file);
    });
  });
}

describe('.github', () => {
  it('links only to files that exist', () => {
    for (const name of readdirSync(join(ROOT, '.github')).filter((file) => file.endsWith('.md'))) {
      for (const [, target = ''] of read(`.github/${name}`).matchAll(/\]\(([^)#:]+)\)/g)) {
        assert.ok(exists(join(dirname(`.github/${name}`), target)), `${name}: ${target}`);
      }
    }
  });

  it('names owners for paths that exist', () => {
    const lines = read('.github/CODEOWNERS').split('\n');
    const paths = lines.flatMap((line) => /^(\/\S+)\s+@/.exec(line)?.[1] ?? []);
    assert.ok(paths.length > 0);
    for (const path of paths) assert.ok(exists(path), path);
  });
});
