import { encodeGrayPng } from '@/server/images/encode-gray-png';
import { sampleImages } from './idx';
import type { RealLabelStudio } from './label-studio';

const CLASSES: Readonly<Record<number, string>> = { 1: 'Trouser', 7: 'Sneaker', 8: 'Bag' };
const CONFIG = `<View><Image name="image" value="$image" maxWidth="420px"/>
  <Choices name="label" toName="image" choice="single">
    <Choice value="Trouser"/><Choice value="Sneaker"/><Choice value="Bag"/></Choices></View>`;
const SIDE = 28;

export interface Picture {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface ThereTask {
  readonly id: number;
  readonly data: { readonly image: string };
  readonly annotations: readonly { readonly id: number }[];
  readonly predictions: readonly {
    readonly model_version: string;
    readonly score: number;
    readonly result: readonly { readonly value: { readonly choices: readonly string[] } }[];
  }[];
}

/** Clothes of three classes; the class is part of the file name. */
export async function clothes(count: number): Promise<Picture[]> {
  const { pixels, labels } = await sampleImages(0, count * 6);
  const chosen = labels.flatMap((label, index) => (label in CLASSES ? [index] : [])).slice(0, count);
  return Promise.all(
    chosen.map(async (index) => ({
      name: `${CLASSES[labels[index] ?? 0]}-${index}.png`,
      bytes: await encodeGrayPng(pixels.subarray(index * SIDE ** 2, (index + 1) * SIDE ** 2), SIDE, SIDE),
    })),
  );
}

/** What the picture of a task shows. */
export function classOf({ data }: Pick<ThereTask, 'data'>): string {
  return Object.values(CLASSES).find((name) => data.image.includes(name)) ?? 'Bag';
}

/** A project of clothes in a real Label Studio, which serves the pictures; and what people do there, by its API. */
export class LabelStudioProject {
  private constructor(
    private readonly studio: RealLabelStudio,
    readonly id: number,
  ) {}

  static async create(
    studio: RealLabelStudio,
    title: string,
    pictures: readonly Picture[],
  ): Promise<LabelStudioProject> {
    const { id } = await studio.call<{ id: number }>('POST', 'api/projects/', {
      title,
      label_config: CONFIG,
    });
    const project = new LabelStudioProject(studio, id);
    await project.add(pictures);
    return project;
  }

  /** A task of each. */
  async add(pictures: readonly Picture[]): Promise<void> {
    const form = new FormData();
    for (const { name, bytes } of pictures) form.append(name, new Blob([new Uint8Array(bytes)]), name);
    await this.studio.call('POST', `api/projects/${this.id}/import`, form);
  }

  /** All of them, or those of a saved list in its order. */
  async tasks(view?: number): Promise<ThereTask[]> {
    const list = view === undefined ? '' : `&view=${view}`;
    const path = `api/tasks/?project=${this.id}&page=1&page_size=500&fields=all${list}`;
    return (await this.studio.call<{ tasks: ThereTask[] }>('GET', path)).tasks;
  }

  /** The list that Winnow saves for annotators, in its order; null where there is none. */
  async labelNext(): Promise<ThereTask[] | null> {
    const path = `api/dm/views/?project=${this.id}`;
    const views = await this.studio.call<{ id: number; data: { title: string } }[]>('GET', path);
    const view = views.find(({ data }) => data.title === 'Label next (Winnow)');
    return view ? this.tasks(view.id) : null;
  }

  /** What _Label All Tasks_ would show where the project samples by uncertainty. */
  async nextTask(): Promise<number> {
    await this.studio.call('PATCH', `api/projects/${this.id}/`, { sampling: 'Uncertainty sampling' });
    return (await this.studio.call<{ id: number }>('GET', `api/projects/${this.id}/next`)).id;
  }

  /** Gives the right answer, in 3.5 seconds. */
  async annotate(task: ThereTask, more: object = {}): Promise<void> {
    const value = { choices: [classOf(task)] };
    const result = [{ from_name: 'label', to_name: 'image', type: 'choices', value }];
    await this.studio.call('POST', `api/tasks/${task.id}/annotations/`, { result, lead_time: 3.5, ...more });
  }

  /** The version whose scores the Data Manager sorts by. */
  async modelVersion(): Promise<string | null> {
    const path = `api/projects/${this.id}/`;
    return (await this.studio.call<{ model_version: string | null }>('GET', path)).model_version;
  }

  /** _Settings → Model → Connect Model_ */
  async connectModel(model: { url: string; user: string; password: string }): Promise<{ id: number }> {
    return this.studio.call('POST', 'api/ml/', {
      project: this.id,
      url: model.url,
      title: 'Winnow',
      is_interactive: false,
      auth_method: 'BASIC_AUTH',
      basic_auth_user: model.user,
      basic_auth_pass: model.password,
    });
  }

  async model(id: number): Promise<{ state: string; model_version: string }> {
    return this.studio.call('GET', `api/ml/${id}`);
  }

  /** _Start Training_ */
  async train(model: number): Promise<void> {
    await this.studio.call('POST', `api/ml/${model}/train`, {});
  }

  /** _Retrieve predictions_, for all tasks */
  async retrievePredictions(): Promise<void> {
    const path = `api/dm/actions?id=retrieve_tasks_predictions&project=${this.id}`;
    await this.studio.call('POST', path, { selectedItems: { all: true, excluded: [] } });
  }
}
