/**
 * What column headings say, in English and Chinese. A heading alone decides nothing: it settles what the values leave
 * open. New words for a part are added here.
 */

interface Words {
  /** Whole words of a heading, after splitting `camelCase` and `snake_case`. */
  readonly english: ReadonlySet<string>;
  /** Found anywhere in a heading. */
  readonly chinese: readonly string[];
}

const words = (english: string, chinese: string): Words => ({
  english: new Set(english.split(' ')),
  chinese: chinese.split(' '),
});

const parts = {
  label: words(
    'label labels class classes classname target targets diagnosis diagnoses dx disease category grade level outcome ' +
      'result pathology severity stage finding findings condition',
    '标签 类别 分类 诊断 病种 疾病 结果 等级 分级 分期',
  ),
  patient: words(
    'patient patientid subject subjectid pid mrn participant donor',
    '患者 病人 受试者 住院号 病历号 病案号',
  ),
  text: words(
    'report reports text caption impression findings description note notes history narrative comment indication question',
    '报告 文本 描述 所见 印象 主诉 病史 备注 说明 摘要 文字',
  ),
  split: words('split set subset fold partition phase', '划分 数据集 集合 分组'),
  /** Facts about a person or a picture that are there beside what one wants to predict. */
  covariate: words(
    'age sex gender race ethnicity view position orientation weight height width depth date time year site device ' +
      'scanner manufacturer modality x y w h',
    '年龄 性别 民族 体重 身高 宽度 高度 日期 时间 设备 厂家',
  ),
  /** Names and numbers of rows. */
  identifier: words(
    'id idx index uid uuid no number name unnamed file filename path',
    '编号 序号 文件 路径 姓名',
  ),
} as const satisfies Record<string, Words>;

export type HeadingPart = keyof typeof parts;

/** Whether a heading has one of the words for this part. */
export function speaksOf(heading: string, part: HeadingPart): boolean {
  const { english, chinese } = parts[part];
  const found = heading
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u);
  return found.some((word) => english.has(word)) || chinese.some((word) => heading.includes(word));
}
